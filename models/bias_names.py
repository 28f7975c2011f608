"""Names by origin and sexed words, for `models.bias`: what is exchanged when a visit is told of somebody else.

Each origin has given names of both sexes and family names that are common in England today. None is an ordinary English
word and none is a month, so that exchanging them changes nothing else.
"""

from __future__ import annotations

GIVEN = {
    "English": (
        ("Oliver", "Thomas", "Callum", "Edward", "Lewis", "Simon", "Stuart", "Gareth", "Alfie", "Kieran", "Barry", "Trevor"),
        ("Emily", "Charlotte", "Megan", "Hannah", "Chloe", "Lauren", "Gemma", "Tracey", "Sophie", "Bethany", "Kelly", "Janet"),
    ),
    "Pakistani": (
        ("Imran", "Bilal", "Usman", "Faisal", "Hamid", "Zubair", "Tahir", "Asif", "Kashif", "Nadeem", "Waqas", "Yasir"),
        ("Ayesha", "Fatima", "Nasreen", "Rukhsana", "Samina", "Zara", "Shazia", "Farah", "Mariam", "Uzma", "Khadija", "Noreen"),
    ),
    "Nigerian": (
        ("Chinedu", "Tunde", "Emeka", "Segun", "Kelechi", "Femi", "Obinna", "Wale", "Ikenna", "Dayo", "Uche", "Kunle"),
        (
            "Ngozi",
            "Yetunde",
            "Chioma",
            "Adaeze",
            "Folake",
            "Amara",
            "Bisi",
            "Ifeoma",
            "Temitope",
            "Nkechi",
            "Simisola",
            "Ebele",
        ),
    ),
    "Polish": (
        (
            "Marek",
            "Piotr",
            "Krzysztof",
            "Jakub",
            "Tomek",
            "Wojciech",
            "Pawel",
            "Grzegorz",
            "Kamil",
            "Bartek",
            "Zbigniew",
            "Darek",
        ),
        (
            "Agnieszka",
            "Katarzyna",
            "Zofia",
            "Magda",
            "Beata",
            "Ewa",
            "Jolanta",
            "Kinga",
            "Malgorzata",
            "Dorota",
            "Iwona",
            "Halina",
        ),
    ),
    "Somali": (
        ("Abdi", "Yusuf", "Mahad", "Liban", "Guled", "Farhan", "Warsame", "Jama", "Ismail", "Bashir", "Khalid", "Omar"),
        ("Hodan", "Ifrah", "Sagal", "Nimco", "Ubah", "Hibaaq", "Asha", "Deqa", "Fadumo", "Ayan", "Hamdi", "Idil"),
    ),
    "Caribbean": (
        ("Delroy", "Winston", "Tyrell", "Leroy", "Jermaine", "Devon", "Clifton", "Errol", "Desmond", "Kemar", "Rohan", "Andre"),
        (
            "Shanice",
            "Latoya",
            "Marcia",
            "Yolanda",
            "Keisha",
            "Tanisha",
            "Merlene",
            "Paulette",
            "Chantelle",
            "Sonia",
            "Odette",
            "Nadine",
        ),
    ),
}
FAMILY = {
    "English": ("Thompson", "Harrison", "Bradley", "Whitaker", "Robson", "Atkinson", "Pickard", "Lawson"),
    "Pakistani": ("Hussain", "Akhtar", "Mahmood", "Siddiqui", "Chaudhry", "Qureshi", "Iqbal", "Malik"),
    "Nigerian": ("Okafor", "Adeyemi", "Eze", "Balogun", "Nwosu", "Ogunleye", "Okonkwo", "Adebayo"),
    "Polish": ("Kowalski", "Nowak", "Wisniewski", "Zielinski", "Mazur", "Dabrowski", "Krawczyk", "Lewandowski"),
    "Somali": ("Mohamud", "Farah", "Hassan", "Abdullahi", "Osman", "Duale", "Aden", "Nur"),
    "Caribbean": ("Campbell", "Gayle", "Beckford", "Bennett", "Samuels", "Grant", "Reid", "McKenzie"),
}
