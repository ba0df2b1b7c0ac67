package nuong

import kotlinx.coroutines.runBlocking
import nuong.ffi.Answer
import nuong.ffi.Drawn
import nuong.ffi.InstanceView
import nuong.ffi.Lang
import nuong.ffi.Media
import nuong.ffi.NuongException
import nuong.ffi.QuestionView
import nuong.ffi.Respondent
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** A questionnaire that has every kind of question, installed as an administrator's: `tests/parity/every-kind`. */
class EveryKindTest {
    @Test
    fun `every kind of question is drawn as what it is, and takes each of its taps and what is typed`() =
        runBlocking<Unit> {
            everyKind { phone ->
                val interview = phone.interviews.begin("every-kind")
                val seen = mutableSetOf<Drawn>()
                while (interview.shown.ending == null) {
                    for (question in interview.shown.questions) {
                        seen += question.drawn
                        for (choice in question.choices) {
                            interview.answer(question.path, choice.then)
                            val taken = interview.question(question.path)
                            assertNull(taken.problem, "${question.path}: ${choice.label}")
                        }
                        TYPED[question.path]?.let { (typed, shown) ->
                            interview.type(question.path, typed)
                            assertEquals(shown, interview.question(question.path).input?.text)
                        }
                    }
                    interview.forward(interview.shown.at)
                }
                assertEquals(Drawn.entries.toSet(), seen)
                assertNull(interview.apply { forward(shown.at) }.screen.value)
            }
        }

    @Test
    fun `a question says what belongs to it, its recording and picture, its ends, its slot, and that it is needed`() =
        runBlocking<Unit> {
            everyKind { phone ->
                val interview = phone.interviews.begin("every-kind")
                val words = interview.goTo { it.path == "words" }
                assertEquals("vi-words.m4a", words.listen?.file)
                assertNotNull(words.listen?.fallback, "it is not in the language of the screen, and that is said")
                assertEquals("village.png", words.image)
                assertTrue(assertNotNull(words.guidance).startsWith("Wait"))
                assertNotNull(words.needed)
                val one = interview.goTo { it.path == "one" }
                assertEquals("home.png", one.choices.first().image)
                val order = interview.goTo { it.path == "order" }
                interview.answer("order", order.choices[2].then)
                assertEquals(
                    listOf("Home" to 1u, "Market" to 2u, "Field" to 3u),
                    interview.question("order").choices.take(3).map { it.label to it.place },
                )
                val few = interview.goTo { it.path == "few" }
                assertEquals(listOf("0", "1", "2", "3", "4"), few.choices.take(5).map { it.label })
                val much = interview.goTo { it.path == "much" }
                assertEquals("0" to "100", much.range?.run { start to end })
                assertNotNull(much.input)
                val picture = interview.goTo { it.path == "picture" }
                assertEquals(Media.IMAGE, picture.attachment?.kind)
                assertNull(picture.attachment?.name)
                interview.answer("picture", Answer.Value("giấy-1.jpg"))
                assertEquals("giấy-1.jpg", interview.question("picture").attachment?.name)
                interview.answer("picture", Answer.Value("../khoá"))
                assertNotNull(interview.question("picture").problem, "a name and not a way to somewhere")
                assertNotNull(interview.goTo { it.path == "seen" }.observed)
                assertNotNull(interview.goTo { it.path == "fixed" }.readOnly)
            }
        }

    @Test
    fun `members of a household are added, told of and taken away, and what was told of the others stays`() =
        runBlocking<Unit> {
            everyKind { phone ->
                val interview = phone.interviews.begin("every-kind")
                interview.goTo { it.path == "member[1]/name" }
                interview.type("member[1]/name", "Mỷ")
                interview.forward(interview.shown.at)
                interview.answer("member[1]/away", Answer.Value("yes"))
                interview.forward(interview.shown.at)
                val repeats = assertNotNull(interview.shown.repeat)
                assertEquals(listOf("Member 1: Mỷ"), repeats.instances.map { it.label })
                assertTrue(repeats.add.enabled)
                for ((nth, name) in listOf("Páo", "Súa").withIndex()) {
                    interview.addAnother(repeats.path)
                    val path = "member[${nth + 2}]/name"
                    assertEquals(path, interview.shown.questions.first().path, "it goes to the one that was added")
                    interview.type(path, name)
                }
                interview.toRepeats()
                val second = interview.members()[1]
                interview.goTo(assertNotNull(second.at))
                assertEquals("Páo", interview.question(second.path + "/name").input?.text)
                interview.takeAway(second.path)
                interview.toRepeats()
                assertEquals(listOf("Member 1: Mỷ", "Member 2: Súa"), interview.members().map { it.label })
                assertEquals(
                    "repeat.unknown",
                    assertFailsWith<NuongException> { interview.takeAway("member[9]") }.said.code,
                )
                assertEquals(
                    "repeat.unknown",
                    assertFailsWith<NuongException> {
                        interview.addAnother("words")
                    }.said.code,
                )
                interview.stop()
                phone.door.lock()
                phone.door.unlock(WORDS)
                val told = phone.cases.caseNow(interview.of.case).interviews.single().answers.associate {
                    it.path to
                        it.answers
                }
                assertEquals(listOf("Mỷ"), told["member[1]/name"])
                assertEquals(listOf("Yes"), told["member[1]/away"])
                assertEquals(listOf("Súa"), told["member[2]/name"])
                assertFalse("member[3]/name" in told)
            }
        }

    @Test
    fun `an answer says whose words it is and how it came to be known`() = runBlocking<Unit> {
        everyKind { phone ->
            val interview = phone.interviews.begin("every-kind")
            assertFalse(interview.shown.respondents.any { it.respondent == Respondent.ALONE }, "nobody chooses that")
            assertEquals(Respondent.PERSON, interview.shown.respondents.single { it.chosen }.respondent)
            val told =
                listOf(
                    Triple("words", Respondent.PERSON, null),
                    Triple("whole", Respondent.THROUGH_INTERPRETER, "Answered through an interpreter"),
                    Triple("fraction", Respondent.OTHER, "Told by somebody else"),
                    Triple("alone", Respondent.OFFICER, "Seen by the officer"),
                    Triple("seen", Respondent.PERSON, "Seen by the officer"),
                )
            for ((path, respondent, _) in told) {
                val question = interview.goTo { it.path == path }
                interview.answeredBy(respondent)
                val chosen = interview.shown.respondents.single { it.chosen }
                assertEquals(respondent, chosen.respondent)
                if (question.input == null) {
                    interview.answer(path, question.choices.first().then)
                } else {
                    interview.type(path, "7")
                }
            }
            interview.stop()
            val manners =
                phone.cases.caseNow(interview.of.case).interviews.single().answers.associate { it.path to it.manner }
            for ((path, _, manner) in told) assertEquals(manner, manners[path], path)
        }
    }

    @Test
    fun `the language changes in the middle of an interview, and nothing that was answered is lost`() =
        runBlocking<Unit> {
            everyKind { phone ->
                val interview = phone.interviews.begin("every-kind")
                interview.goTo { it.path == "one" }
                interview.answer("one", Answer.Value("field"))
                val english = interview.shown
                phone.language = Lang.VI
                interview.redraw()
                val vietnamese = interview.shown
                assertEquals(english.at, vietnamese.at)
                assertEquals("Where now?" to "Bây giờ ở đâu?", english.heading to vietnamese.heading)
                val chosen = { asked: QuestionView -> asked.choices.single { choice -> choice.chosen }.label }
                assertEquals(
                    "Field" to "Nương",
                    chosen(english.questions.single()) to chosen(vietnamese.questions.single()),
                )
                assertEquals(
                    english.questions.single().choices.map { it.then },
                    vietnamese.questions.single().choices.map { it.then },
                    "what a tap says is the same in every language",
                )
                interview.answer("one", vietnamese.questions.single().choices[2].then)
                phone.language = Lang.EN
                interview.redraw()
                assertEquals("Market", chosen(interview.shown.questions.single()))
            }
        }

    /** A phone of an officer that has the questionnaire, open. */
    private suspend fun everyKind(act: suspend (Nuong) -> Unit) {
        val (province, root) = Province() to folder("phone")
        province.phone("Mai", at = root).close()
        province.install(root, repository.resolve("tests/parity/every-kind"))
        Nuong.open(root, Lang.EN).use { phone ->
            phone.door.unlock(WORDS)
            act(phone)
        }
    }

    private fun Interview.question(path: String): QuestionView = shown.questions.single { it.path == path }

    private fun Interview.members(): List<InstanceView> = checkNotNull(shown.repeat).instances

    private suspend fun Interview.toRepeats() {
        while (shown.repeat == null) forward(shown.at)
    }

    private companion object {
        /** What is typed, and what then stands there. */
        val TYPED =
            mapOf(
                "words" to ("ở nhà" to "ở nhà"),
                "whole" to ("3" to "3"),
                "fraction" to ("1,5" to "1.5"),
                "hour" to ("7h30" to "07:30"),
                "much" to ("42" to "42"),
                "code" to ("8934567" to "8934567"),
            )
    }
}
