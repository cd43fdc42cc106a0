"""Arguments and options that the commands of `scoring review` share."""

from __future__ import annotations

import click

from scoring.cli.options import points_from

__all__ = ["CITY", "LIMIT", "REVIEWS", "RULE"]

CITY = click.argument("file", metavar="自评文件")
LIMIT = click.option(
    "--limit", metavar="分数", callback=points_from, help="相差不超过这个分数的不用裁决；默认有任何不同都要裁决。"
)
RULE = click.option(
    "--rule",
    type=click.Choice(("平均", "中位数")),
    metavar="平均|中位数",
    help="不用裁决的怎样合成一个分数，默认平均。",
)
REVIEWS = click.option(
    "--reviews", metavar="文件夹", multiple=True, required=True, help="审核意见所在的文件夹或文件，可写多次。"
)
