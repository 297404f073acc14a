"""What goes on while faults happen: programs that act through Zhifa's services and print what was acknowledged."""

ROWS = 20  # of a sheet

_BEGINNING = """
import itertools
import sys
import time
import django
django.setup()
from django.db import Error, close_old_connections, connection, transaction
from zhifa.kernel import clock
name = sys.argv[1]

def again():
    connection.close()
    close_old_connections()
    time.sleep(0.05)
"""

APPENDER = (
    _BEGINNING
    + """
from zhifa.kernel.actor import Actor
from zhifa.ledger.api import Subject, record
actor = Actor.system("appender")
for number in itertools.count():
    try:
        with transaction.atomic():
            record(actor, "test.append", Subject("append", f"{name}-{number}"), {"n": number}, now=clock.now())
    except Error:
        again()
        continue
    print(number, flush=True)  # only now is it acknowledged
    time.sleep(0.01)
"""
)

IMPORTER = (
    _BEGINNING
    + f"""
from django.core.files.uploadedfile import SimpleUploadedFile
from zhifa.accounts.api import Account
from zhifa.intake.api import drop_files, write_drop
from zhifa.kernel.errors import Refusal
from zhifa.people.api import actor_of
for number in itertools.count():
    lines = ["单位代码,单位名称,单位性质"]
    lines += [f"{{name}}{{number}}x{{row}},{{name}}第{{number}}局{{row}}科,政府" for row in range({ROWS})]
    file = SimpleUploadedFile("单位.csv", "\\n".join(lines).encode())
    try:
        actor = actor_of(Account.objects.get(username="root-zh"), clock.today())
        drop = drop_files(actor, "units", [file], now=clock.now())
        written = write_drop(actor, drop, now=clock.now())
    except (Error, Refusal):
        again()
        continue
    if written and all(one.written == {ROWS} for one in written):
        print(number, flush=True)
    time.sleep(0.2)
"""
)
