import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recorder.errors import BadInput, CasescribeError, Refused, StorageFailed
from recorder.sound.sealed_audio import SealedAudioReader, SealedAudioWriter, SealedSound, read_header_note, recover
from recorder.sound.sealed_frames import CHUNK, frame_size

KEY = bytes(range(32))
FRAME = frame_size(CHUNK)
NOTE = b"wrapped key"
HEADER = 8 + 16 + 4 + 4 + 2 + len(NOTE) + 16

small = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def voice(samples: int, *, seed: int = 1) -> npt.NDArray[np.int16]:
    return np.random.default_rng(seed).integers(-32_768, 32_768, samples).astype(np.int16)


def sealed(path: Path, sound: npt.NDArray[np.int16], *, live: bool = True) -> SealedSound:
    path.unlink(missing_ok=True)
    with SealedAudioWriter.create(path, KEY, header_note=NOTE, sync_each_chunk=live) as writer:
        writer.append(sound)
        return writer.finish()


def torn(path: Path, sound: npt.NDArray[np.int16], *, kept: int | None = None) -> None:
    with SealedAudioWriter.create(path, KEY, header_note=NOTE) as writer:
        writer.append(sound)
    if kept is not None:
        os.truncate(path, kept)


def heard(path: Path) -> npt.NDArray[np.int16]:
    with SealedAudioReader.open(path, KEY) as reader:
        return np.rint(reader.read(0, reader.seconds) * 32_768).astype(np.int16)


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("samples", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 7 * CHUNK, 205 * CHUNK + 77])
def test_what_was_recorded_comes_back_sample_for_sample(tmp_path: Path, samples: int, live: bool) -> None:
    path, sound = tmp_path / "v.sound", voice(samples)
    done = sealed(path, sound, live=live)
    assert done == SealedSound(hashlib.sha256(sound.tobytes()).hexdigest(), samples / 16_000, samples)
    with SealedAudioReader.open(path, KEY) as reader:
        assert (reader.finished, reader.torn, reader.header_note) == (True, 0, NOTE)
        assert reader.seconds == done.seconds
        assert reader.verify() == done
    assert np.array_equal(heard(path), sound)
    assert read_header_note(path) == NOTE
    assert list(tmp_path.iterdir()) == [path]


@small
@given(cuts=st.lists(st.integers(0, 3 * CHUNK), max_size=8))
def test_sound_given_in_any_pieces_is_acknowledged_by_whole_chunks(tmp_path: Path, cuts: list[int]) -> None:
    path, sound, given_so_far = tmp_path / "v.sound", voice(sum(cuts)), 0
    path.unlink(missing_ok=True)
    with SealedAudioWriter.create(path, KEY) as writer:
        for size in cuts:
            safe = writer.append(sound[given_so_far : given_so_far + size])
            given_so_far += size
            assert given_so_far - CHUNK < safe <= given_so_far
            assert np.array_equal(heard(path), sound[:safe])
        writer.finish()
    assert np.array_equal(heard(path), sound)


def test_nothing_of_the_sound_or_the_key_stands_in_the_file_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path, sound = tmp_path / "v.sound", np.tile(np.frombuffer(b"MARKERPHRASE", "<i2"), 900)
    sealed(path, sound)
    assert b"MARKER" not in path.read_bytes()
    assert KEY not in path.read_bytes()
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    sealed(path, sound)
    assert path.read_bytes()[HEADER : HEADER + FRAME] != before[HEADER : HEADER + FRAME]  # another file, another key


def test_any_moment_is_read_exactly(tmp_path: Path) -> None:
    path, sound = tmp_path / "v.sound", voice(33 * CHUNK + 50)
    sealed(path, sound)
    with SealedAudioReader.open(path, KEY) as reader:
        for start, end in [(0.0, 0.01), (0.05, 0.25), (1.0, 1.0), (3.2, 99.0), (-1.0, 0.3), (50.0, 60.0), (2.0, 1.0)]:
            expected = sound[max(round(start * 16_000), 0) : max(round(end * 16_000), 0)] / np.float32(32_768)
            assert np.array_equal(reader.read(start, end), expected.astype(np.float32)), (start, end)
        pieces = list(reader.blocks(0.7))
        assert [len(p) for p in pieces] == [11_200] * 4 + [len(sound) - 44_800]
        assert np.array_equal(np.concatenate(pieces), reader.read(0, 99))


def test_float_sound_is_kept_to_16_bits_and_clipped(tmp_path: Path) -> None:
    with SealedAudioWriter.create(tmp_path / "v.sound", KEY) as writer:
        writer.append(np.array([0.5, -0.5, 1.5, -1.5, 0.0], np.float32))
        writer.finish()
    assert heard(tmp_path / "v.sound").tolist() == [16_384, -16_384, 32_767, -32_768, 0]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_refused_and_not_stored(tmp_path: Path, bad: float) -> None:
    with SealedAudioWriter.create(tmp_path / "v.sound", KEY) as writer:
        with pytest.raises(BadInput, match="not sound"):
            writer.append(np.array([0.1, bad], np.float32))
        assert writer.finish().samples == 0


@small
@given(st.data())
def test_every_truncation_gives_the_whole_prefix_of_chunks(tmp_path: Path, data: st.DataObject) -> None:
    path, sound = tmp_path / "v.sound", voice(4 * CHUNK + 100)
    sealed(path, sound)
    size = path.stat().st_size
    kept = data.draw(st.integers(0, size - 1))
    os.truncate(path, kept)
    if kept < HEADER:
        with pytest.raises(StorageFailed, match=r"v\.sound"):
            SealedAudioReader.open(path, KEY)
        return
    whole = (kept - HEADER) // FRAME
    with SealedAudioReader.open(path, KEY) as reader:
        assert (reader.finished, reader.torn) == (False, kept - HEADER - whole * FRAME)
        assert reader.seconds == whole / 10
        with pytest.raises(StorageFailed, match=rf"{whole / 10:.1f} seconds"):
            reader.verify()
    assert np.array_equal(heard(path), sound[: whole * CHUNK])
    again = recover(path, KEY)
    assert again.sha256 == hashlib.sha256(sound[: whole * CHUNK].tobytes()).hexdigest()
    assert recover(path, KEY) == again
    assert read_header_note(path) == NOTE
    assert list(tmp_path.iterdir()) == [path]


@small
@given(st.data())
def test_every_flipped_bit_is_found_and_named(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "v.sound"
    sealed(path, voice(3 * CHUNK + 100))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    with pytest.raises(StorageFailed, match=r"v\.sound"), SealedAudioReader.open(path, KEY) as reader:
        reader.verify()


def frames(path: Path) -> tuple[bytes, list[bytes]]:
    content = path.read_bytes()
    return content[:HEADER], [content[i : i + FRAME] for i in range(HEADER, len(content), FRAME)]


ATTACKS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "swapped": (lambda f: [f[0], f[2], f[1], *f[3:]], "0.1"),
    "zeroed": (lambda f: [f[0], f[1], b"\0" * FRAME, *f[3:]], "0.2"),
    "repeated": (lambda f: [f[0], f[0], *f[1:]], "0.1"),
    "missing": (lambda f: [f[0], *f[2:]], "0.1"),
    "missing first": (lambda f: f[1:], "0.0"),
    "without its end": (lambda f: f[:-1], "0.5"),
    "with more after its end": (lambda f: [*f, f[0]], "0.5"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_chunks_that_were_moved_about_are_found_at_their_place(tmp_path: Path, attack: str) -> None:
    path = tmp_path / "v.sound"
    sealed(path, voice(5 * CHUNK + 100))
    change, place = ATTACKS[attack]
    header, chunks = frames(path)
    path.write_bytes(header + b"".join(change(chunks)))
    with SealedAudioReader.open(path, KEY) as reader, pytest.raises(StorageFailed, match=rf"v\.sound .*{place} seconds"):
        reader.verify()


def test_a_damaged_chunk_costs_its_moment_and_not_the_rest(tmp_path: Path) -> None:
    path, sound = tmp_path / "v.sound", voice(30 * CHUNK)
    sealed(path, sound)
    content = bytearray(path.read_bytes())
    content[HEADER + 12 * FRAME + 99] ^= 1
    path.write_bytes(content)
    with SealedAudioReader.open(path, KEY) as reader:
        assert np.array_equal(np.rint(reader.read(1.3, 3.0) * 32_768).astype(np.int16), sound[13 * CHUNK :])
        with pytest.raises(StorageFailed, match=r"1\.2 seconds"):
            reader.read(1.0, 1.5)


def test_a_chunk_or_a_header_of_another_file_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one.sound", tmp_path / "two.sound"
    sealed(one, voice(3 * CHUNK))
    sealed(two, voice(3 * CHUNK))
    header, chunks = frames(one)
    other, others = frames(two)
    for content in (header + chunks[0] + others[1] + chunks[2], other + b"".join(chunks)):
        one.write_bytes(content)
        with pytest.raises(StorageFailed, match=r"one\.sound"), SealedAudioReader.open(one, KEY) as reader:
            reader.verify()


def test_another_visits_key_opens_nothing(tmp_path: Path) -> None:
    sealed(tmp_path / "v.sound", voice(100))
    with pytest.raises(StorageFailed, match="belongs to another visit"):
        SealedAudioReader.open(tmp_path / "v.sound", bytes(32))


@pytest.mark.parametrize("content", [b"", b"CASESND", b"RIFF" * 50, b"CASESND\x09" + b"\0" * 60])
def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v.sound"
    path.write_bytes(content)
    for act in (lambda: SealedAudioReader.open(path, KEY), lambda: read_header_note(path), lambda: recover(path, KEY)):
        with pytest.raises(StorageFailed, match=r"v\.sound") as refusal:
            act()
        assert refusal.value.next_step
    assert path.read_bytes() == content
    with pytest.raises(StorageFailed, match=r"none\.sound cannot be read"):
        SealedAudioReader.open(tmp_path / "none.sound", KEY)


def test_a_torn_recording_with_damage_in_the_middle_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "v.sound"
    torn(path, voice(20 * CHUNK), kept=HEADER + 18 * FRAME + 5)
    content = bytearray(path.read_bytes())
    content[HEADER + 7 * FRAME + 9] ^= 4
    path.write_bytes(content)
    with pytest.raises(StorageFailed, match=r"0\.7 seconds"):
        recover(path, KEY)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_zeros_that_a_power_cut_left_at_the_end_are_torn_and_a_long_unreadable_end_is_damage(tmp_path: Path) -> None:
    path, sound = tmp_path / "v.sound", voice(6 * CHUNK)
    torn(path, sound)
    os.truncate(path, path.stat().st_size + 3 * FRAME)
    assert recover(path, KEY).samples == len(sound)
    assert np.array_equal(heard(path), sound)
    path.unlink()
    torn(path, sound)
    os.truncate(path, path.stat().st_size + 150 * FRAME)
    with pytest.raises(StorageFailed, match=r"damaged at 0\.6 seconds"):
        recover(path, KEY)


def test_a_live_recording_never_overwrites_and_an_import_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path, sound = tmp_path / "v.sound", voice(2 * CHUNK)
    torn(path, sound)
    with pytest.raises(Refused, match="already"):
        SealedAudioWriter.create(path, KEY)
    assert np.array_equal(heard(path), sound)
    with SealedAudioWriter.create(path, KEY, sync_each_chunk=False) as writer:
        assert writer.append(voice(300 * CHUNK)) == 0
        with pytest.raises(BadInput):
            writer.append(np.array([np.nan], np.float32))
    assert np.array_equal(heard(path), sound)
    with SealedAudioWriter.create(tmp_path / "w.sound", KEY) as writer:
        writer.append(sound)
        writer.discard()
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_said_and_what_waits_is_written_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sound = tmp_path / "v.sound", voice(5 * CHUNK + 3)
    with SealedAudioWriter.create(path, KEY) as writer:
        assert writer.append(sound[: 2 * CHUNK]) == 2 * CHUNK
        with monkeypatch.context() as full:
            full.setattr(os, "fsync", _disk_full)
            with pytest.raises(StorageFailed, match="No space left") as refusal:
                writer.append(sound[2 * CHUNK : 4 * CHUNK])
            assert refusal.value.exit_code == 6
            assert writer.acknowledged == 2 * CHUNK
            assert np.array_equal(heard(path), sound[: 2 * CHUNK])
        assert writer.append(sound[4 * CHUNK :]) == 5 * CHUNK
        writer.finish()
    assert np.array_equal(heard(path), sound)


def _disk_full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CasescribeError, match=r"v\.sound could not be written"):
        SealedAudioWriter.create(tmp_path / "none" / "v.sound", KEY)
