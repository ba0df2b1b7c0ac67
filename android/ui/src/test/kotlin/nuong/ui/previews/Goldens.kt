package nuong.ui.previews

import com.google.gson.FieldNamingPolicy
import com.google.gson.Gson
import com.google.gson.GsonBuilder
import com.google.gson.JsonDeserializer
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import nuong.ffi.Answer
import java.nio.file.Path
import kotlin.io.path.div
import kotlin.io.path.readText

/** The views that the core keeps as examples of its own, so that a preview says what the core would say. */
class Goldens(
    private val language: String,
) {
    private val folder = Path.of(System.getProperty("nuong.root")) / "core" / "view" / "tests" / "golden"

    private fun file(name: String): JsonElement = JsonParser.parseString((folder / "$name.$language.json").readText())

    /** A file that holds one view. */
    fun <T> one(
        name: String,
        type: Class<T>,
    ): T = gson.fromJson(file(name), type)

    /** A file that holds views by their names; lists of views are numbered. */
    fun <T> all(
        name: String,
        type: Class<T>,
    ): Map<String, T> =
        (file(name) as JsonObject)
            .entrySet()
            .flatMap { (key, value) ->
                if (value.isJsonArray) value.asJsonArray.mapIndexed { nth, one -> "$key $nth" to one } else listOf(key to value)
            }.associate { (key, value) -> key to gson.fromJson(value, type) }

    /** One of the views of a list that a file holds under a name. */
    fun <T> part(
        name: String,
        key: String,
        nth: Int,
        type: Class<T>,
    ): T = gson.fromJson((file(name) as JsonObject)[key].asJsonArray[nth], type)

    private companion object {
        val gson: Gson =
            GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .registerTypeAdapter(Answer::class.java, JsonDeserializer { json, _, _ -> answer(json) })
                .registerTypeHierarchyAdapter(Enum::class.java, JsonDeserializer { json, type, _ -> constant(json.asString, type as Class<*>) })
                .registerTypeAdapter(UInt::class.java, JsonDeserializer { json, _, _ -> json.asInt.toUInt() })
                .create()

        fun answer(json: JsonElement): Answer =
            when {
                json.isJsonObject -> Answer.Value(json.asJsonObject["value"].asString)
                json.asString == "does_not_know" -> Answer.DoesNotKnow
                else -> Answer.DoesNotWantToSay
            }

        fun constant(
            name: String,
            type: Class<*>,
        ): Any = type.enumConstants.first { (it as Enum<*>).name.equals(name, ignoreCase = true) }
    }
}
