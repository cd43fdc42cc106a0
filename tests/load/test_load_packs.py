from __future__ import annotations

from pathlib import Path

from scoring.packs import find_pack, list_packs, read_pack


def pack(folder: Path, name: str, text: str = "id: 甲\n") -> Path:
    made = folder / name
    made.mkdir(parents=True)
    (made / "pack.yaml").write_text(text, "utf-8")
    return made


def test_packs_are_found_by_scanning_and_the_first_folder_wins(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    pack(shipped, "a-2020")
    pack(shipped, "b-2021")
    mine = pack(own, "b-2021")
    (shipped / "no-pack").mkdir()
    found = list_packs([str(own), str(shipped), str(tmp_path / "missing")])
    assert [(entry.id, Path(entry.folder).parent.name) for entry in found] == [("a-2020", "shipped"), ("b-2021", "own")]
    assert find_pack("b-2021", [str(own), str(shipped)]).value == str(mine)


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    made = pack(tmp_path, "c")
    assert find_pack(str(made), []).value == str(made)
    assert find_pack(str(made / "pack.yaml"), []).value == str(made)
    assert find_pack(str(tmp_path / "d"), []).value is None


def test_a_misspelt_id_gets_a_suggestion(tmp_path: Path) -> None:
    pack(tmp_path, "liaoning-2022")
    result = find_pack("liaonin-2022", [str(tmp_path)])
    assert result.value is None
    assert result.problems[0].hint.startswith("是不是 liaoning-2022？")
    assert result.problems[0].hint.endswith(f"找过：{tmp_path}。")


def test_a_pack_is_its_main_file_and_sections_and_their_bytes_are_its_digest(tmp_path: Path) -> None:
    made = pack(tmp_path, "甲")
    (made / "section-2.yaml").write_text('section: "2"\n', "utf-8")
    (made / "section-1.yaml").write_text('section: "1"\n', "utf-8")
    (made / "notes.yaml").write_text("甲: 1\n", "utf-8")
    first = read_pack(str(made)).value
    assert first is not None
    assert [document.file.rpartition("section-")[2] for document in first.sections] == ["1.yaml", "2.yaml"]
    assert first.name == "甲"
    (made / "notes.yaml").write_text("甲: 2\n", "utf-8")
    same = read_pack(str(made)).value
    assert same is not None
    assert same.digest == first.digest
    (made / "section-2.yaml").write_text('section: "2" \n', "utf-8")
    other = read_pack(str(made)).value
    assert other is not None
    assert other.digest != first.digest


def test_a_digest_sees_bytes_move_between_files(tmp_path: Path) -> None:
    digests = set()
    for name, one, two in [("甲", "a: 1\nb: 2\n", "c: 3\n"), ("乙", "a: 1\n", "b: 2\nc: 3\n")]:
        made = pack(tmp_path, name)
        (made / "section-1.yaml").write_text(one, "utf-8")
        (made / "section-2.yaml").write_text(two, "utf-8")
        source = read_pack(str(made)).value
        assert source is not None
        digests.add(source.digest)
    assert len(digests) == 2


def test_problems_of_every_file_come_together(tmp_path: Path) -> None:
    made = pack(tmp_path, "甲", "id: 甲\nid: 乙\n")
    (made / "section-1.yaml").write_text("甲：1\n乙: 2\n", "utf-8")
    result = read_pack(str(made), "甲")
    assert [problem.code for problem in result.problems] == ["duplicate-key", "full-width-colon"]
    assert not result.ok
