"""`zhifa ledger verify | state | key | prove | consistency | resume`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import LogCheck, offered
from zhifa.ledger.selectors import log_state
from zhifa.ledger.services import Prover, resume_log, verifier_key, verify_log
from zhifa.ledger.services.proving import PROOF_FORMAT


class Command(BaseCommand):
    """Checks the log, tells how it stands, or proves something about it to others."""

    help = "存证：核对、状态、公钥、证明（verify, state, key, proofs）"

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        words = parser.add_subparsers(dest="what", required=True)
        words.add_parser("verify", help="逐条核对整份日志（verify the whole log）")
        words.add_parser("state", help="日志现状和签名树头（the signed head）")
        words.add_parser("key", help="公钥，交给核对的人（the public key, for those who check）")
        prove = words.add_parser(
            "prove", help="证明一条记录在日志里（prove that an entry stands in the log）"
        )
        prove.add_argument("entry", type=int, help="记录编号（number of the entry）")
        prove.add_argument("--size", type=int, default=None, help="用哪个树头，缺省最新（which head）")
        consistency = words.add_parser("consistency", help="证明日志只增不改（prove that the log only grew）")
        consistency.add_argument("old", type=int, help="旧树头的大小（size of the old head）")
        consistency.add_argument(
            "--size", type=int, default=None, help="新树头的大小，缺省最新（of the new one）"
        )

        resume = words.add_parser(
            "resume",
            help="已公布的树头丢失，决定仍接着封存（decide to seal on although published heads are lost）",
        )
        resume.add_argument("--reason", required=True, help="原因，会写进日志（reason, recorded in the log）")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Print the findings; a fault ends with status 1."""
        getattr(self, f"_{what}")(options)

    def _state(self, _options: Any) -> None:
        state = log_state()
        self.stdout.write(f"日志：{state.origin or '未建立'}{'（示例）' if state.is_demonstration else ''}")
        self.stdout.write(f"已封存 {state.size} 条，待封存 {state.waiting} 条")
        self.stdout.write(state.note)

    def _key(self, _options: Any) -> None:
        self.stdout.write(verifier_key())

    def _prove(self, options: Any) -> None:
        prover = Prover(options["size"])
        (proven,) = prover.entries([options["entry"]])
        self._print({"format": PROOF_FORMAT, "checkpoint": prover.note, **proven.as_data()})

    def _consistency(self, options: Any) -> None:
        prover = Prover(options["size"])
        path = prover.consistency(options["old"])
        self._print({"format": PROOF_FORMAT, "checkpoint": prover.note, "old": options["old"], "path": path})

    def _resume(self, options: Any) -> None:
        actor = Actor.system("administrator", words="系统管理员")
        for lost in resume_log(actor, options["reason"], now=clock.now()):
            self.stdout.write(
                f"已决定：{lost.source} 里 {lost.size} 条的树头不再延续，从这里的 {lost.own_size} 条接着封存。"
            )
        self.stdout.write("这个决定是日志里的一条记录。请告知持有旧树头的人。")

    def _verify(self, _options: Any) -> None:
        report = verify_log(progress=lambda done: self.stdout.write(f"已核对 {done} 条…"))
        self.stdout.write(
            f"已封存 {report.size} 条，待封存 {report.waiting} 条，签名树头 {report.checkpoints} 个，"
            f"成批行 {report.bulk_rows} 行"
        )
        self.stdout.write(f"树根 {report.root}")
        for remark in report.remarks:
            self.stdout.write(self.style.WARNING(f"注意：{remark}"))
        faults = list(report.faults)
        for offer in offered(LogCheck):
            compared, found = offer.check(self.stdout.write)
            self.stdout.write(compared)
            faults += found
        if faults:
            for fault in faults:
                self.stderr.write(f"× {fault}")
            raise CommandError("日志与封存时不符")
        self.stdout.write(self.style.SUCCESS("全部相符：自封存以来没有改动"))

    def _print(self, data: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True))
