package nuong

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import nuong.ffi.Answer
import nuong.ffi.Drawn
import nuong.ffi.QuestionView
import java.lang.reflect.Modifier
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/**
 * One scenario, held once by `nuong` in a terminal and once on a phone, screen by screen as a person would. Both then say the
 * same of it; and what the phone draws is, as JSON, what `nuong --json` says of the phone's own vault.
 */
class ParityTest {
    private val file = repository.resolve("tests/parity/girl-with-relative.json")
    private val scenario = Json.parseToJsonElement(file.readText()).jsonObject
    private val answers = scenario.getValue("answers").jsonObject.mapValues { it.value.jsonPrimitive.content }

    @Test
    fun `the same interview comes to the same on a phone and in a terminal, document and view`() = runBlocking<Unit> {
        val province = Province()
        val terminal = folder("terminal").resolve("profile")
        val told = inTerminal(province, terminal)
        val root = folder("phone")
        val (case, view, list) =
            province.phone("Mai", at = root).use { phone ->
                val case = onPhone(phone)
                Triple(case, json(phone.cases.caseNow(case)), json(phone.cases.page()))
            }
        val vault = root.listDirectoryEntries().single()
        assertEquals(nuong(vault, "case", case), view, "the phone's view and the terminal's of one vault")
        assertEquals(nuong(vault, "cases", "--limit", "50"), list)
        assertEquals(said(told), said(view), "the two documents")
    }

    private fun inTerminal(province: Province, profile: Path): JsonElement {
        val request = province.root.resolve("terminal.request")
        nuong(profile, "init", "--quick")
        nuong(profile, "enroll", "request", "--name", "Mai", "--out", "$request")
        nuong(profile, "enroll", "accept", "${province.approve(request, "officer", "post-a")}")
        val held = nuong(profile, "screen", "--scenario", "$file").jsonObject
        return nuong(profile, "case", held.getValue("case").jsonPrimitive.content)
    }

    private suspend fun onPhone(phone: Nuong): String {
        val interview = phone.interviews.begin(scenario.getValue("instrument").jsonPrimitive.content)
        while (interview.shown.ending == null) {
            val screen = interview.shown
            // An answer may show another question of the same screen, so it is asked each time which stand there.
            val asked = mutableSetOf<String>()
            while (true) {
                val next = interview.shown.questions.firstOrNull { it.path !in asked } ?: break
                asked += next.path
                answers[next.path]?.let { interview.give(next, it) }
            }
            interview.forward(screen.at)
        }
        interview.forward(interview.shown.at)
        assertNull(interview.screen.value)
        val case = interview.of.case
        texts("note", "text").forEach { (text) -> phone.cases.addNote(case, text) }
        texts("need", "kind", "detail").forEach { (kind, detail) -> phone.cases.addNeed(case, kind, detail) }
        return case
    }

    /** Taps or types until the answer stands there. */
    private suspend fun Interview.give(question: QuestionView, answer: String) {
        val wanted =
            when (answer) {
                "(does not know)" -> Answer.DoesNotKnow
                "(does not want to say)" -> Answer.DoesNotWantToSay
                else -> Answer.Value(answer)
            }
        when {
            wanted is Answer.Value && question.input != null -> type(question.path, answer)

            wanted is Answer.Value && question.drawn == Drawn.MANY_CHOICES ->
                answer.split(' ').forEach { tap(question.path, it) }

            else -> answer(question.path, question.choices.single { it.then == wanted }.then)
        }
        assertNull(shown.questions.single { it.path == question.path }.problem)
    }

    /** Taps the choice that adds this one to those taken. */
    private suspend fun Interview.tap(question: String, name: String) {
        val choices = shown.questions.single { it.path == question }.choices
        val choice = choices.first { !it.chosen && name in (it.then as? Answer.Value)?.v1.orEmpty().split(' ') }
        answer(question, choice.then)
    }

    private fun texts(list: String, vararg keys: String): List<List<String>> =
        scenario[list]?.jsonArray.orEmpty().map { entry ->
            keys.map { key -> entry.jsonObject[key]?.jsonPrimitive?.content.orEmpty() }
        }

    /** What a case says, without what differs from one holding of it to another: ids and times. */
    private fun said(view: JsonElement): JsonElement {
        val case = view.jsonObject
        val interview = case.getValue("interviews").jsonArray.single().jsonObject
        val answers = interview.getValue("answers").jsonArray.map { JsonObject(it.jsonObject - "by") }
        val notes = case.getValue("notes").jsonArray.map { it.jsonObject.getValue("text") }
        val values = listOf("person", "needs", "referrals", "consents").map { bare(case.getValue(it)) }
        val kept = listOf("title", "stage", "assessment", "urgent", "conflicts", "actions").map {
            bare(case.getValue(it))
        }
        return JsonArray(kept + values + notes + answers)
    }

    private fun bare(value: JsonElement): JsonElement = when (value) {
        is JsonArray -> JsonArray(value.map(::bare))

        is JsonObject -> JsonObject(
            (value - setOf("by", "interview", "continue_with")).mapValues {
                bare(it.value)
            },
        )

        else -> value
    }
}

/** A record of the core as `nuong --json` writes it. */
fun json(value: Any?): JsonElement = when (value) {
    null -> JsonNull

    is String -> JsonPrimitive(value)

    is Boolean -> JsonPrimitive(value)

    is Number -> JsonPrimitive(value)

    is List<*> -> JsonArray(value.map(::json))

    is Enum<*> -> JsonPrimitive(value.name.lowercase())

    is Answer.Value -> JsonObject(mapOf("value" to JsonPrimitive(value.v1)))

    is Answer.DoesNotKnow -> JsonPrimitive("does_not_know")

    is Answer.DoesNotWantToSay -> JsonPrimitive("does_not_want_to_say")

    else ->
        JsonObject(
            value.javaClass.declaredFields
                .filter { !Modifier.isStatic(it.modifiers) }
                .associate { field ->
                    field.isAccessible = true
                    snake(field.name) to json(field.get(value))
                },
        )
}

private fun snake(name: String): String = name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }
