package nuong.ui.parts

import androidx.compose.material3.LocalTextStyle
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.text
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.material3.Text as MaterialText

/** A text of the core's, whose lines do not break within "anh/chị" or between a date and its time. It is read aloud as it came. */
@Composable
fun Text(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = LocalTextStyle.current,
    color: Color = Color.Unspecified,
    textAlign: TextAlign? = null,
) {
    val drawn = remember(text) { kept(text) }
    val read = if (drawn == text) modifier else modifier.semantics { this.text = AnnotatedString(text) }
    MaterialText(drawn, read, color, style = style, textAlign = textAlign)
}

/** The same letters, with what keeps a line from breaking where a word or a moment would fall apart. */
internal fun kept(text: String): String = text.replace(SLASH, "/\u2060").replace(TIME, "\u00A0")

private val SLASH = Regex("(?<=\\p{L})/(?=\\p{L})")
private val TIME = Regex("(?<=\\d{4}) (?=\\d{2}:\\d{2})")
