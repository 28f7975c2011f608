"""Events of a visit: its plan and its consent, its sound, the machine work on it, and its end."""

from __future__ import annotations

from audit.events_base import Event, event
from audit.forms import Code, Id, Keyed, Model, Sha256


@event
class CaseCreated(Event):
    """A child's case was opened on this device."""

    kind = "case_created"
    case: Id
    people: int  # on the roster


@event
class RosterChanged(Event):
    """Somebody around the child was added to a case, put right, or taken out again."""

    kind = "roster_changed"
    case: Id
    people: int  # on the roster now


@event
class VisitPlanned(Event):
    """A visit was created under a case."""

    kind = "visit_planned"
    visit: Id
    case: Id
    template: Code


@event
class VisitOpened(Event):
    """Somebody looked at a visit."""

    kind = "visit_opened"
    visit: Id


@event
class ConsentGiven(Event):
    """A person was told about the recording and answered."""

    kind = "consent_given"
    visit: Id
    person: Keyed
    agreed: bool
    how: Code  # e.g. "in_person"


@event
class ConsentWithdrawn(Event):
    """A person took their consent back."""

    kind = "consent_withdrawn"
    visit: Id
    person: Keyed


@event
class RecordingStarted(Event):
    """The microphone was switched on."""

    kind = "recording_started"
    visit: Id


@event
class RecordingPaused(Event):
    """The recording was paused."""

    kind = "recording_paused"
    visit: Id


@event
class RecordingResumed(Event):
    """The recording went on."""

    kind = "recording_resumed"
    visit: Id


@event
class PrivateStretch(Event):
    """A stretch of the visit was private: nothing of it was stored."""

    kind = "private_stretch"
    visit: Id


@event
class SoundMissing(Event):
    """The microphone gave nothing for a while in which it should have."""

    kind = "sound_missing"
    visit: Id
    seconds: float


@event
class MomentMarked(Event):
    """A moment was marked to be found again."""

    kind = "moment_marked"
    visit: Id
    count: int  # marks so far


@event
class RecordingStopped(Event):
    """The microphone was switched off and the recording closed."""

    kind = "recording_stopped"
    visit: Id
    audio_sha256: Sha256
    seconds: float


@event
class RecordingRecovered(Event):
    """A recording that had been cut off was closed with all that was stored."""

    kind = "recording_recovered"
    visit: Id
    audio_sha256: Sha256
    seconds: float


@event
class SoundImported(Event):
    """A recording came into the vault."""

    kind = "sound_imported"
    visit: Id
    audio_sha256: Sha256  # of the stored file
    source_sha256: Sha256  # of the file that was given
    seconds: float


@event
class ModelRan(Event):
    """A stage of machine work ended."""

    kind = "model_ran"
    visit: Id
    stage: Code  # e.g. "transcribe", "diarise", "redact", "draft"
    models: tuple[Model, ...]
    seconds: float  # of computing
    output_sha256: Sha256
    settings_sha256: Sha256
    cpu_seconds: float = 0.0  # of all threads
    peak_memory: int | None = None  # bytes
    joules: float = 0.0  # estimated
    energy_method: Code | None = None  # e.g. "cpu-seconds", "rapl"


@event
class SpeakersNamed(Event):
    """The worker said who spoke."""

    kind = "speakers_named"
    visit: Id
    count: int  # voices that were given a person


@event
class TranscriptCorrected(Event):
    """A person put right what was heard, or who said it."""

    kind = "transcript_corrected"
    visit: Id
    turns: int  # that were changed
    words: int  # places where words were changed
    speakers: int  # turns that were given to somebody else
    to_confirm: int = 0  # sentences of the draft that rest on them and wait for a person again


@event
class HoldSet(Event):
    """A legal hold was put on a visit: nothing of it may be erased."""

    kind = "hold_set"
    visit: Id
    reason: Code


@event
class HoldLifted(Event):
    """A legal hold was lifted."""

    kind = "hold_lifted"
    visit: Id
    reason: Code


@event
class VisitErased(Event):
    """Parts of a visit were erased for good."""

    kind = "visit_erased"
    visit: Id
    reason: Code  # e.g. "retention", "consent_withdrawn"
    sound: bool
    transcript: bool
    draft: bool
    note: bool
    certificate_sha256: Sha256
