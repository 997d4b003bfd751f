"""`python -m kg.evaluation GOLD…`: from gold paths to figures, errors, gains and losses on the screen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.errors import StreetKGError
from kg.evaluation.predicting import extraction_only, whole_way
from kg.evaluation.running import run
from kg.evaluation.scores import CLASSES


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit code is that of the error, or 0."""
    parser = argparse.ArgumentParser(prog="python -m kg.evaluation", description="评测：准确率、召回率、F1、差错、得失")
    parser.add_argument("gold", nargs="+", type=Path, help="金标准文件、目录、带 manifest.json 的目录，或普通报告")
    parser.add_argument("--against", type=Path, metavar="FILE", help="与 --save 写的文件比较得失")
    parser.add_argument("--save", type=Path, metavar="FILE", help="保存这次的事实，供以后比较")
    parser.add_argument("--write", type=Path, metavar="FILE", help="写 docs/accuracy.md")
    parser.add_argument("--themes", type=Path, metavar="FILE", help="主题抽样（默认 tests/gold/themes.jsonl）")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="输出格式")
    parser.add_argument("--errors", choices=(*CLASSES, "theme"), help="列出这一类的差错")
    parser.add_argument("--only", metavar="LABEL", help="只列名称含此字样的差错，如 missed、metric、modality")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="每类最多列几条（默认 20）")
    parser.add_argument("--exclude", nargs="+", default=[], metavar="NAME", help="另外留存的文件名（不带后缀）")
    parser.add_argument("--all", action="store_true", help="留存文件也测，只列数字")
    parser.add_argument("--extraction-only", action="store_true", help="只测抽取，不经链接和 RDF")
    options = parser.parse_args(arguments)
    try:
        text = run(
            options.gold,
            options.against,
            options.save,
            options.format,
            exclude=options.exclude,
            include_held_out=options.all,
            errors=options.errors,
            only=options.only,
            limit=options.limit,
            write=options.write,
            sample=options.themes,
            predict=extraction_only if options.extraction_only else whole_way,
        )
    except StreetKGError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
