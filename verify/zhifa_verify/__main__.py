"""`zhifa-verify [--key district.pub] [--rows rows.jsonl] bundle.json`, `zhifa-verify receipt [--key district.pub] receipt.json`,
`zhifa-verify certificate --key district.pub FILE.pdf`: 0 all right, 1 something does not fit, 2 consistent without a key."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from zhifa_verify.certificates import check_certificate
from zhifa_verify.check import Sample, Verdict, check
from zhifa_verify.receipts import check_receipt


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a bundle, or a receipt, and say what was found."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["receipt"]:
        return _receipt(words[1:])
    if words[:1] == ["certificate"]:
        return _certificate(words[1:])
    chosen = _parser().parse_args(words)
    try:
        content = chosen.bundle.read_bytes()
        key = chosen.key.read_text("utf-8") if chosen.key else None
        sample = Sample(chosen.sample, chosen.seed) if chosen.sample else None
        if chosen.rows is None:
            verdict = check(content, key)
        else:
            with chosen.rows.open("rb") as lines:
                verdict = check(content, key, lines, sample)
    except (OSError, UnicodeDecodeError) as error:
        print(f"× 文件打不开（a file cannot be read）：{error}")
        return 1
    _tell(verdict)
    return verdict.status


def _receipt(words: Sequence[str]) -> int:
    """Check a receipt of an exam."""
    parser = argparse.ArgumentParser(
        prog="zhifa-verify receipt", description="核对考试回执（check a receipt of an exam）"
    )
    parser.add_argument("receipt", type=Path, help="receipt.json")
    parser.add_argument(
        "--key", type=Path, help="公钥文件，从另一途径取得（public key, from a second source）"
    )
    chosen = parser.parse_args(words)
    try:
        content = chosen.receipt.read_bytes()
        key = chosen.key.read_text("utf-8") if chosen.key else None
    except (OSError, UnicodeDecodeError) as error:
        print(f"× 文件打不开（a file cannot be read）：{error}")
        return 1
    verdict = check_receipt(content, key)
    _tell(verdict)
    return verdict.status


def _certificate(words: Sequence[str]) -> int:
    """Check a certificate of an exam; without a key nothing of it can be checked."""
    parser = argparse.ArgumentParser(
        prog="zhifa-verify certificate", description="核对考试证书（check a certificate of an exam）"
    )
    parser.add_argument("certificate", type=Path, help="certificate.pdf")
    parser.add_argument(
        "--key", type=Path, required=True, help="公钥文件，从另一途径取得（public key, from a second source）"
    )
    chosen = parser.parse_args(words)
    try:
        verdict = check_certificate(chosen.certificate.read_bytes(), chosen.key.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        print(f"× 文件打不开（a file cannot be read）：{error}")
        return 1
    _tell(verdict)
    if verdict.status == 0:
        print("是否已撤销，要到区里的核对页面查（whether it was revoked only the district's page can say）")
    return verdict.status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhifa-verify", description="核对知法的证明包（check a Zhifa proof bundle）"
    )
    parser.add_argument("bundle", type=Path, help="bundle.json")
    parser.add_argument(
        "--key", type=Path, help="公钥文件，从另一途径取得（public key, from a second source）"
    )
    parser.add_argument(
        "--rows", type=Path, help="逐行文件 rows.jsonl（the side file with the rows of sheets）"
    )
    parser.add_argument("--sample", type=int, default=0, help="只抽查这么多行（check only so many rows）")
    parser.add_argument(
        "--seed", default="", help="抽查的种子，由您定（the seed of the sample, yours to choose）"
    )
    return parser


def _tell(verdict: Verdict) -> None:
    if verdict.mark:
        print(f"【{verdict.mark}】")
    for finding in verdict.findings:
        print(finding)
    declared = sum(finding.state == "declared" for finding in verdict.findings)
    if declared:
        print(f"其中 {declared} 个数字依据申报的总数（{declared} figures rest on declared totals）")
    if verdict.status == 0:
        print("✓ 全部相符（everything fits）")
    elif verdict.status == 2:
        print("一致，但没有核对签名：请用 --key 给出公钥（consistent, signer not verified）")
    else:
        print("× 有不符之处（something does not fit）")


if __name__ == "__main__":
    sys.exit(main())
