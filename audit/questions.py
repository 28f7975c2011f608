"""The sheets of a report: what is asked of the table `entries` and of the tables that `audit.numbers` works out.

Braces stand for what the council enters. A column whose name ends in a star counts things that are not people and is
never hidden (`audit.sheets`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One sheet."""

    key: str  # short id, for files
    title: str
    note: str  # what its numbers mean
    sql: str
    chart: str | None = None  # the column to be drawn


ASKED = (
    Asked(
        key="use",
        title="Use by month",
        note="Visits with sound, notes approved, countersigned, returned and filed.",
        chart="notes approved",
        sql="""SELECT strftime("at", '%Y-%m') AS month,
            count(DISTINCT visit) FILTER (kind IN ('sound_imported', 'recording_stopped')) AS "visits with sound",
            count(*) FILTER (kind = 'note_approved') AS "notes approved",
            count(*) FILTER (kind = 'note_countersigned') AS "notes countersigned",
            count(*) FILTER (kind = 'note_returned') AS "notes returned",
            count(*) FILTER (kind IN ('note_filed', 'note_exported')) AS "times a note left the vault"
        FROM entries GROUP BY ALL ORDER BY ALL""",
    ),
    Asked(
        key="teams",
        title="Use by team",
        note="Notes approved, by the team of whoever approved them.",
        chart="notes approved",
        sql="""SELECT team, count(*) AS "notes approved", count(DISTINCT (device, actor)) AS people,
            count(*) FILTER (flagged) AS "flagged as not read" FROM note GROUP BY ALL ORDER BY ALL""",
    ),
    Asked(
        key="words",
        title="Whose words",
        note=(
            "Share of the approved notes’ words: as rules worded them from what was said, as a language model "
            "did, drafted and then changed by people, written by people. Only notes approved since the log counts "
            "words."
        ),
        chart="% by people",
        sql="""SELECT month, count(*) AS notes, round(100.0 * sum(r) / sum(w), 1) AS "% by rules",
            round(100.0 * sum(m) / sum(w), 1) AS "% by language model",
            round(100.0 * sum(c) / sum(w), 1) AS "% drafted and changed",
            round(100.0 * sum(o) / sum(w), 1) AS "% by people"
        FROM (SELECT strftime("at", '%Y-%m') AS month, words_reported AS r, words_writer AS m,
            words_edited AS c, words_own AS o, r + m + c + o AS w FROM note WHERE w > 0)
        GROUP BY month ORDER BY month""",
    ),
    Asked(
        key="time",
        title="Does time come back?",
        note=(
            "From sound to approved note, and minutes at work on the draft (pauses over five minutes are left "
            "out), against the council’s own baseline. Medians."
        ),
        chart="minutes at work",
        sql="""SELECT strftime("at", '%Y-%m') AS month, count(*) AS notes,
            round(median(epoch("at" - sound_at)) / 3600, 1) AS "hours from sound to note",
            round(median(active) / 60, 1) AS "minutes at work", {baseline} AS "baseline minutes",
            round({baseline} - median(active) / 60, 1) AS "minutes that came back"
        FROM note WHERE draft_at IS NOT NULL GROUP BY month ORDER BY month""",
    ),
    Asked(
        key="review",
        title="Care in reading",
        note=(
            "Of the drafted sentences that stayed in the note: those whose evidence was looked at, those read, "
            "those whose sound was played; and seconds looked at evidence for every hundred of its words."
        ),
        chart="% read",
        sql="""SELECT strftime("at", '%Y-%m') AS month, count(*) AS notes, sum(sentences)::BIGINT AS "sentences*",
            round(100.0 * sum(looked) / nullif(sum(sentences), 0), 1) AS "% looked at",
            round(100.0 * sum(was_read) / nullif(sum(sentences), 0), 1) AS "% read",
            round(100.0 * sum(played) / nullif(sum(sentences), 0), 1) AS "% played",
            round(100.0 * sum(seconds) / nullif(sum(words), 0), 1) AS "seconds a hundred words",
            count(*) FILTER (flagged) AS "approved without reading"
        FROM note GROUP BY month ORDER BY month""",
    ),
    Asked(
        key="flags",
        title="Approved without reading: why",
        note="One approval can have several reasons.",
        sql="""SELECT reason, count(*) FILTER (holds) AS notes FROM (
            SELECT unnest(['fewer than half of the sentences were read', 'a sentence was confirmed unread',
                'more time is claimed than passed', 'less time than a glance takes']) AS reason,
                unnest([unread, confirmed_unread, impossible, hasty]) AS holds FROM note WHERE sentences > 0
        ) GROUP BY reason ORDER BY reason""",
    ),
    Asked(
        key="hands",
        title="What people did to drafts",
        note="Over all approved notes. Sentences and acts are not people; they are not suppressed.",
        sql="""SELECT what, n AS "times*" FROM (
            SELECT 1 AS o, 'sentences drafted' AS what, sum(drafted)::BIGINT AS n FROM note
            UNION ALL SELECT 2, 'sentences reworded', sum(edited)::BIGINT FROM note
            UNION ALL SELECT 3, 'sentences taken out', sum(removed)::BIGINT FROM note
            UNION ALL SELECT 4, 'sentences added', sum(own)::BIGINT FROM note
            UNION ALL SELECT 5, 'sentences confirmed one by one', sum(confirmed)::BIGINT FROM note
            UNION ALL SELECT 6, 'sentences that grounding refused', coalesce(sum(refused), 0)::BIGINT FROM entries
                WHERE kind = 'draft_made'
            UNION ALL SELECT 7, 'possible disclosures put aside: ' || replace(reason, '_', ' '), count(*) FROM entries
                WHERE kind = 'disclosure_acknowledged' GROUP BY reason
        ) ORDER BY o, what""",
    ),
    Asked(
        key="models",
        title="Models in use",
        note="By the runs that the log records; the version is the beginning of the model’s SHA-256.",
        sql="""SELECT split_part(model, ' ', 1) AS model, substr(split_part(model, 'sha256:', 2), 1, 12) AS version,
            count(*) AS "runs*", strftime(min("at"), '%Y-%m-%d') AS since, strftime(max("at"), '%Y-%m-%d') AS until
        FROM (SELECT unnest(models) AS model, "at" FROM entries WHERE kind = 'model_ran') GROUP BY ALL ORDER BY ALL""",
    ),
    Asked(
        key="bias",
        title="Does a draft change when only the people change?",
        note=(
            "Sample visits drafted again with sexes, names by origin or roles exchanged; the newest measurement of each "
            "device. Without a language model every draft must be the same."
        ),
        sql="""SELECT replace(worded_by, '_', ' ') AS "worded by", count(*) AS "devices*",
            sum(compared)::BIGINT AS "drafts compared*", sum(identical)::BIGINT AS "the same*",
            strftime(max("at"), '%Y-%m-%d') AS measured
        FROM (SELECT * FROM entries WHERE kind = 'bias_measured'
            QUALIFY row_number() OVER (PARTITION BY device, worded_by ORDER BY seq DESC) = 1)
        GROUP BY worded_by ORDER BY worded_by""",
    ),
    Asked(
        key="energy",
        title="Energy and computing",
        note="Estimated on each device, see the log’s method.",
        chart="watt-hours",
        sql="""SELECT replace(stage, '_', ' ') AS stage, count(*) AS "runs*", round(sum(joules) / 3600, 3) AS "watt-hours",
            round(sum(cpu_seconds) / 3600, 3) AS "processor hours", coalesce(max(energy_method), 'not measured') AS method
        FROM entries WHERE kind = 'model_ran' GROUP BY stage ORDER BY stage""",
    ),
    Asked(
        key="consent",
        title="Consent",
        note="Answers to the question whether the visit may be recorded.",
        sql="""SELECT answer, count(*) AS people FROM (
            SELECT CASE WHEN kind = 'consent_withdrawn' THEN 'withdrawn' WHEN agreed THEN 'given' ELSE 'refused' END AS answer
            FROM entries WHERE kind IN ('consent_given', 'consent_withdrawn')) GROUP BY answer ORDER BY answer""",
    ),
    Asked(
        key="retention",
        title="Kept and erased",
        note=(
            "A visit is overdue when its note was approved more than {retention} days before the newest entry of "
            "its log, and neither was its sound erased nor a hold set."
        ),
        sql="""SELECT state, count(*) AS visits FROM (
            SELECT CASE WHEN erased THEN 'erased' WHEN held THEN 'held' WHEN approved < newest - INTERVAL {retention} DAY
                THEN 'overdue' ELSE 'not yet due' END AS state
            FROM (SELECT device, visit, max("at") FILTER (kind = 'note_approved') AS approved,
                coalesce(bool_or(kind = 'visit_erased' AND sound), false) AS erased,
                count(*) FILTER (kind = 'hold_set') > count(*) FILTER (kind = 'hold_lifted') AS held
                FROM entries WHERE visit IS NOT NULL GROUP BY device, visit HAVING approved IS NOT NULL)
            JOIN (SELECT device, max("at") AS newest FROM entries GROUP BY device) USING (device)
        ) GROUP BY state ORDER BY state""",
    ),
    Asked(
        key="witnesses",
        title="Witnesses and keys",
        note=(
            "A log is overdue for a cosignature {cosign} days after its last one, or its first entry, counted to "
            "its newest entry."
        ),
        sql="""SELECT what, n AS "times*" FROM (
            SELECT 1 AS o, 'logs' AS what, count(DISTINCT device) AS n FROM entries
            UNION ALL SELECT 2, 'logs overdue for a cosignature', count(*) FILTER (coalesce(last, first) < newest
                - INTERVAL {cosign} DAY) FROM (SELECT device, max("at") AS newest, min("at") AS first,
                max("at") FILTER (kind = 'head_cosigned') AS last FROM entries GROUP BY device)
            UNION ALL SELECT 3, 'wrong passphrases before an unlock', coalesce(sum(failed_before), 0)::BIGINT FROM entries
                WHERE kind = 'vault_unlocked'
            UNION ALL SELECT 4, 'vaults opened without a passphrase', count(*) FROM entries WHERE kind = 'vault_recovered'
            UNION ALL SELECT 5, 'backups restored', count(*) FROM entries WHERE kind = 'backup_restored'
            UNION ALL SELECT 6, 'policies that nobody signed', count(*) FROM entries
                WHERE kind = 'policy_changed' AND signed_by IS NULL
        ) ORDER BY o""",
    ),
)
