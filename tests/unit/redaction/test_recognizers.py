"""One table of hits and misses a recogniser. No model is loaded: the recognisers need only the text."""

from __future__ import annotations

import pytest

from redaction.recognizers.address import AddressRecognizer
from redaction.recognizers.age import AgeRecognizer
from redaction.recognizers.bank_details import BankDetailsRecognizer, luhn_holds
from redaction.recognizers.base import TextRecognizer
from redaction.recognizers.case_number import CaseNumberRecognizer
from redaction.recognizers.date_of_birth import DateOfBirthRecognizer
from redaction.recognizers.described_place import DescribedPlaceRecognizer
from redaction.recognizers.driving_licence import DrivingLicenceRecognizer
from redaction.recognizers.email import EmailRecognizer
from redaction.recognizers.listed_name import ListedNameRecognizer
from redaction.recognizers.nhs_number import NhsNumberRecognizer
from redaction.recognizers.ni_number import NiNumberRecognizer
from redaction.recognizers.online_handle import OnlineHandleRecognizer
from redaction.recognizers.organisation import OrganisationRecognizer
from redaction.recognizers.passport import PassportRecognizer
from redaction.recognizers.person_name import PersonNameRecognizer
from redaction.recognizers.phone import PhoneRecognizer
from redaction.recognizers.postcode import PostcodeRecognizer
from redaction.recognizers.proper_noun import ProperNounRecognizer
from redaction.recognizers.relationship import RelationshipRecognizer
from redaction.recognizers.school import SchoolRecognizer
from redaction.recognizers.spelt_name import SpeltNameRecognizer
from redaction.recognizers.vehicle import VehicleRecognizer


def _found(recognizer: TextRecognizer, text: str) -> list[str]:
    return [text[f.start : f.end] for f in recognizer.find(text)]


HITS: tuple[tuple[TextRecognizer, str, str], ...] = (
    (PhoneRecognizer(), "It's 07700 900123.", "07700 900123"),
    (PhoneRecognizer(), "Ring +44 7700 900 123 now", "+44 7700 900 123"),
    (PhoneRecognizer(), "call 0161 496 0123", "0161 496 0123"),
    (
        PhoneRecognizer(),
        "It's oh seven seven double-oh, nine hundred, one two three.",
        "oh seven seven double-oh, nine hundred, one two three",
    ),
    (
        PhoneRecognizer(),
        "zero double seven, er, double zero, nine double oh, one two, no, sorry, one three two, yeah",
        "zero double seven, er, double zero, nine double oh, one two, no, sorry, one three two",
    ),
    (PhoneRecognizer(), "ring oh seven seven double-oh, nine hundred", "oh seven seven double-oh, nine hundred"),
    (PhoneRecognizer(), "Is your number still the one ending four oh nine?", "four oh nine"),
    (PhoneRecognizer(), "my mobile, it ends in 4 4 2 9", "4 4 2 9"),
    (PostcodeRecognizer(), "at SW1A 1AA in", "SW1A 1AA"),
    (PostcodeRecognizer(), "it's EC1A1BB", "EC1A1BB"),
    (PostcodeRecognizer(), "M fourteen, five QT?", "M fourteen, five QT"),
    (PostcodeRecognizer(), "SW nineteen one EZ", "SW nineteen one EZ"),
    (PostcodeRecognizer(), "B twenty-one, nine double-A", "B twenty-one, nine double-A"),
    (PostcodeRecognizer(), "the postcode's L eight", "L eight"),
    (DateOfBirthRecognizer(), "He's the fourth of August twenty fifteen.", "fourth of August twenty fifteen"),
    (
        DateOfBirthRecognizer(),
        "born on the ninth of the fifth, two thousand and sixteen",
        "ninth of the fifth, two thousand and sixteen",
    ),
    (DateOfBirthRecognizer(), "DOB 4/8/2015", "4/8/2015"),
    (DateOfBirthRecognizer(), "date of birth is oh four, oh eight, eighty-nine", "oh four, oh eight, eighty-nine"),
    (DateOfBirthRecognizer(), "his birthday's March the third", "March the third"),
    (
        DateOfBirthRecognizer(),
        "date of birth, twenty-first June, nineteen eighty-two",
        "twenty-first June, nineteen eighty-two",
    ),
    (
        DateOfBirthRecognizer(),
        "in nineteen ninety one, um, seventeenth of November",
        "nineteen ninety one, um, seventeenth of November",
    ),
    (AgeRecognizer(), "I'm nine.", "nine"),
    (AgeRecognizer(), "She's two and a half now", "two and a half"),
    (AgeRecognizer(), "My nan's eighty-two.", "eighty-two"),
    (AgeRecognizer(), "a fifteen-year-old", "fifteen-year-old"),
    (AgeRecognizer(), "he is 14 years old", "14 years old"),
    (AgeRecognizer(), "Layla's six, and she reads", "six"),
    (AgeRecognizer(), "aged about eleven", "eleven"),
    (AgeRecognizer(), "when I was sixteen", "sixteen"),
    (NhsNumberRecognizer(), "NHS 401 023 2137", "401 023 2137"),
    (NhsNumberRecognizer(), "four oh one, oh two three, two one three seven", "four oh one, oh two three, two one three seven"),
    (
        NhsNumberRecognizer(),
        "NHS number four oh one, oh two three, two one three eight",
        "four oh one, oh two three, two one three eight",
    ),
    (NiNumberRecognizer(), "it's AB 12 34 56 C", "AB 12 34 56 C"),
    (NiNumberRecognizer(), "J R, one two, three four, five six, D", "J R, one two, three four, five six, D"),
    (EmailRecognizer(), "write to amy.long+x@example.co.uk please", "amy.long+x@example.co.uk"),
    (EmailRecognizer(), "amy dot long, at example dot co dot uk", "amy dot long, at example dot co dot uk"),
    (EmailRecognizer(), "it's a dot long, at example dot com", "a dot long, at example dot com"),
    (EmailRecognizer(), "it's amy underscore nine nine at example dot com", "amy underscore nine nine at example dot com"),
    (AddressRecognizer(), "at flat six, forty-two Harbour Street, love", "flat six, forty-two Harbour Street"),
    (AddressRecognizer(), "12b Long Row Close", "12b Long Row Close"),
    (AddressRecognizer(), "over on Tanner's Lane", "Tanner's Lane"),
    (AddressRecognizer(), "flat twenty-one, Heron House", "flat twenty-one, Heron House"),
    (SchoolRecognizer(), "At Oak Hill Primary School", "Oak Hill Primary School"),
    (SchoolRecognizer(), "St Mary's C of E Juniors rang", "St Mary's C of E Juniors"),
    (OrganisationRecognizer(), "from Mill Road Surgery", "Mill Road Surgery"),
    (OrganisationRecognizer(), "The Elms Family Centre", "Elms Family Centre"),
    (VehicleRecognizer(), "AB51 ABC", "AB51 ABC"),
    (VehicleRecognizer(), "it was D K one six, V R N", "D K one six, V R N"),
    (OnlineHandleRecognizer(), "he's raven underscore nine nine on there", "raven underscore nine nine"),
    (OnlineHandleRecognizer(), "add @raven_99", "@raven_99"),
    (CaseNumberRecognizer(), "The case reference is C, four four one seven nine.", "C, four four one seven nine"),
    (PersonNameRecognizer(), "Mrs O'Neill said", "Mrs O'Neill"),
    (PersonNameRecognizer(), "my mate Zofia came", "Zofia"),
    (PersonNameRecognizer(), "her name's Oluwaseun", "Oluwaseun"),
    (ProperNounRecognizer(), "I told Caoimhe about it", "Caoimhe"),
    (ProperNounRecognizer(), "he's in Grimsby's prison", "Grimsby"),
    (ProperNounRecognizer(), "it's the Journey to Hope course", "Journey to Hope"),
    (
        PhoneRecognizer(),
        "oh seven seven double oh, er, nine hundred and then one two three",
        "oh seven seven double oh, er, nine hundred and then one two three",
    ),
    (PhoneRecognizer(), "07700 900123, so that's 07700 900123", "07700 900123"),
    (PostcodeRecognizer(), "B for Bravo, two one, nine, A for Alpha, A", "B for Bravo, two one, nine, A for Alpha, A"),
    (
        PostcodeRecognizer(),
        "NE twenty-nine, I mean, NE twenty-eight, six U L.",
        "NE twenty-nine, I mean, NE twenty-eight, six U L",
    ),
    (PostcodeRecognizer(), "the postcode is s w nineteen one e z", "s w nineteen one e z"),
    (
        DateOfBirthRecognizer(),
        "born on the third of March, no, April, twenty eighteen",
        "third of March, no, April, twenty eighteen",
    ),
    (DateOfBirthRecognizer(), "the fourth of the eighth, eighty-nine", "fourth of the eighth, eighty-nine"),
    (DateOfBirthRecognizer(), "born in May, the ninth, 2016", "May, the ninth, 2016"),
    (AgeRecognizer(), "He's seven, no, sorry, eight.", "seven, no, sorry, eight"),
    (AgeRecognizer(), "He's seven, nearly eight.", "eight"),
    (AgeRecognizer(), "Twenty-six I am.", "Twenty-six"),
    (NiNumberRecognizer(), "hh 01 02 03 d", "hh 01 02 03 d"),
    (
        NiNumberRecognizer(),
        "J R, one two, three five, no, three four, five six, D",
        "J R, one two, three five, no, three four, five six, D",
    ),
    (VehicleRecognizer(), "aa02 aaa", "aa02 aaa"),
    (VehicleRecognizer(), "reg's Bravo Delta five one, Sierra Mike Romeo", "Bravo Delta five one, Sierra Mike Romeo"),
    (EmailRecognizer(), "it's longo forty-seven, erm, at example dot com", "longo forty-seven, erm, at example dot com"),
    (OnlineHandleRecognizer(), "His Snapchat's dark wolf ninety-nine", "dark wolf ninety-nine"),
    (AddressRecognizer(), "it is forty-two, no, forty-three Long Row Close", "forty-two, no, forty-three Long Row Close"),
    (PassportRecognizer(), "AB1234567", "AB1234567"),
    (PhoneRecognizer(), "It's 077. 00900. 123.", "077. 00900. 123"),
    (PhoneRecognizer(), "0161, what is it, 496, 0123", "0161, what is it, 496, 0123"),
    (PostcodeRecognizer(), "B two one. Nine A B.", "B two one. Nine A B"),
    (
        NhsNumberRecognizer(),
        "nine four three, hang on, four seven six, five nine one nine",
        "nine four three, hang on, four seven six, five nine one nine",
    ),
    (AgeRecognizer(), "He is, er, seven.", "seven"),
    (
        DateOfBirthRecognizer(),
        "ninth... of May... two thousand and, er, sixteen",
        "ninth... of May... two thousand and, er, sixteen",
    ),
    (PersonNameRecognizer(), "my name is April", "April"),
    (
        PassportRecognizer(),
        "passport number one two three, four five six, seven eight nine",
        "one two three, four five six, seven eight nine",
    ),
    (DrivingLicenceRecognizer(), "Licence: MORGA607054SM9IJ ok", "MORGA607054SM9IJ"),
    (
        DrivingLicenceRecognizer(),
        "F O nine nine nine, five one two, oh one eight, A A one A B",
        "F O nine nine nine, five one two, oh one eight, A A one A B",
    ),
    (BankDetailsRecognizer(), "sort code's twenty, forty-five, sixty-seven", "twenty, forty-five, sixty-seven"),
    (
        BankDetailsRecognizer(),
        "account number is one two three four, five six seven eight",
        "one two three four, five six seven eight",
    ),
    (BankDetailsRecognizer(), "it's 4111 1111 1111 1111", "4111 1111 1111 1111"),
    (DescribedPlaceRecognizer(), "we're in the flats behind the Co-op now", "flats behind the Co-op"),
    (DescribedPlaceRecognizer(), "on the caravan site by the river", "caravan site by the river"),
    (DescribedPlaceRecognizer(), "up at Rose Cottage, love", "Rose Cottage"),
    (RelationshipRecognizer(), "it was the headmaster's lad", "headmaster's lad"),
    (SpeltNameRecognizer(), "that's C, A, O, I, M, H, E", "C, A, O, I, M, H, E"),
    (SpeltNameRecognizer(), "spelt K-O-W", "K-O-W"),
    (ListedNameRecognizer(), "Mohamed rang.", "Mohamed"),
    (ListedNameRecognizer(), "Yeah. Xiulan Ouyang said so.", "Xiulan Ouyang"),
    (ListedNameRecognizer(), "Joy, your keyworker, rang.", "Joy"),
    (ListedNameRecognizer(), "Grace'll come with you.", "Grace"),
)

MISSES: tuple[tuple[TextRecognizer, str], ...] = (
    (PhoneRecognizer(), "The call was ending, one two three, and she hung up."),
    (PhoneRecognizer(), "Two sugars, half past three, room one oh four."),
    (PhoneRecognizer(), "It was four hundred and fifty, no, four hundred and twenty."),
    (PostcodeRecognizer(), "I counted one two three and A B C."),
    (PostcodeRecognizer(), "1A1 1AA"),
    (PostcodeRecognizer(), "M1 1CA"),
    (DateOfBirthRecognizer(), "We meet on Wednesday the third of December at six."),
    (DateOfBirthRecognizer(), "The baby's due, she'll be born by then. That's Monday the fifteenth of December."),
    (DateOfBirthRecognizer(), "You may be first of all late."),
    (AgeRecognizer(), "He's nine minutes late and I'm two stone lighter."),
    (AgeRecognizer(), "It's nine. Half past six, ten o'clock."),
    (AgeRecognizer(), "He's in year four and has two sugars."),
    (AgeRecognizer(), "She's one of them."),
    (NhsNumberRecognizer(), "401 023 2138"),
    (NhsNumberRecognizer(), "Four hundred fifty. No, four hundred twenty, because I pay."),
    (NiNumberRecognizer(), "BG 12 36 12 A"),
    (NiNumberRecognizer(), "AA 12 34 56 H"),
    (EmailRecognizer(), "I was at home, there's a dot on it."),
    (DateOfBirthRecognizer(), "He was born at six pounds, in ward one four."),
    (AddressRecognizer(), "We walked down the road to the park, two streets."),
    (AddressRecognizer(), "Room two is free, in the house."),
    (SchoolRecognizer(), "My School is nice. At School we read."),
    (OrganisationRecognizer(), "The Hospital rang. My Team."),
    (VehicleRecognizer(), "AB35 ABC"),
    (VehicleRecognizer(), "Plan A, then two for me."),
    (OnlineHandleRecognizer(), "www dot gov dot uk, <INAUDIBLE_SPEECH>"),
    (CaseNumberRecognizer(), "In that case four of us go."),
    (PersonNameRecognizer(), "my mum Monday, my dad I think"),
    (ProperNounRecognizer(), "So Mum said on Monday I could have Calpol and English, by May."),
    (ProperNounRecognizer(), "on Sertraline, then Amoxicillin"),
    (PhoneRecognizer(), "I waited twenty minutes, no, thirty, and two more came."),
    (DateOfBirthRecognizer(), "The review is on the fourth of May twenty twenty-five."),
    (VehicleRecognizer(), "AB51 AIB"),
    (VehicleRecognizer(), "in ab12 the bus"),
    (DateOfBirthRecognizer(), "It was done on the eleventh of June, two thousand and four."),
    (PersonNameRecognizer(), "something called Naproxen"),
    (SpeltNameRecognizer(), "it's B, P, H"),
    (PassportRecognizer(), "A12345678, AB 1234567, 123456789"),
    (DrivingLicenceRecognizer(), "MORGA613054SM9IJ"),
    (BankDetailsRecognizer(), "That's one two three four five six of them, 4111 1111 1111 1112."),
    (DescribedPlaceRecognizer(), "the house was cold, and the flat is by itself"),
    (RelationshipRecognizer(), "her mum's brother, the school's lad"),
    (SpeltNameRecognizer(), "his G, C, S, E, and that's A, B"),
    (ListedNameRecognizer(), "Kettle's boiled. Will you come? Hope so. May I? Can't. Joyful. Dunno, honestly."),
    (ListedNameRecognizer(), "Hmmm. Aaah. GCSEs. Unhappiest. Re-homed."),
    (OnlineHandleRecognizer(), "His account is two years old."),
)


@pytest.mark.parametrize(("recognizer", "text", "expected"), HITS, ids=lambda v: v if isinstance(v, str) else type(v).__name__)
def test_finds(recognizer: TextRecognizer, text: str, expected: str) -> None:
    assert expected in _found(recognizer, text)


@pytest.mark.parametrize(("recognizer", "text"), MISSES, ids=lambda v: v if isinstance(v, str) else type(v).__name__)
def test_leaves_alone(recognizer: TextRecognizer, text: str) -> None:
    assert _found(recognizer, text) == []


def test_a_card_number_carries_its_check_digit() -> None:
    assert luhn_holds("4111111111111111")
    assert not luhn_holds("4111111111111112")
