package nuong.ui.parts

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.addPathNodes
import androidx.compose.ui.unit.dp

/** The few signs the app draws: lines of one weight on a square of 24. A word always stands beside a sign. */
object Icons {
    val back = lines("back", "M15 5 L8 12 L15 19")
    val onward = lines("onward", "M9 5 L16 12 L9 19")
    val down = lines("down", "M5 9 L12 16 L19 9")
    val check = lines("check", "M5 12.5 L10 17.5 L19 7")
    val close = lines("close", "M6 6 L18 18 M18 6 L6 18")
    val search = lines("search", "M11 4 A7 7 0 1 1 10.9 4 M16 16 L20.5 20.5")
    val cover = lines("cover", "M3 12 C6 7 9 5.5 12 5.5 C15 5.5 18 7 21 12 C18 17 15 18.5 12 18.5 C9 18.5 6 17 3 12 M4 20 L20 4")
    val today = lines("today", "M5 7 L19 7 M5 12 L19 12 M5 17 L13 17")
    val send = lines("send", "M7 19 L7 6 M3 10 L7 5.5 L11 10 M17 5 L17 18 M13 14 L17 18.5 L21 14")
    val settings = lines("settings", "M4 8 L20 8 M4 16 L20 16 M9 5 L9 11 M15 13 L15 19")
    val person = lines("person", "M12 4 A4 4 0 1 1 11.9 4 M4.5 20 C5 15.5 8 14 12 14 C16 14 19 15.5 19.5 20")
    val seen = lines("seen", "M3 12 C6 7 9 5.5 12 5.5 C15 5.5 18 7 21 12 C18 17 15 18.5 12 18.5 C9 18.5 6 17 3 12 M12 9 A3 3 0 1 1 11.9 9")
    val danger = lines("danger", "M12 4 L21 19.5 L3 19.5 Z M12 10 L12 14 M12 16.6 L12 16.9")
    val differs = lines("differs", "M4 8 L18 8 M14 4 L18 8 L14 12 M20 16 L6 16 M10 12 L6 16 L10 20")
    val here = lines("here", "M8 3.5 L16 3.5 L16 20.5 L8 20.5 Z M11 17.5 L13 17.5")
    val there = lines("there", "M4 12.5 L8.5 17 L17 7 M12 16 L13 17 L21 7.5")
    val listen = lines("listen", "M4 10 L4 14 L8 14 L13 18.5 L13 5.5 L8 10 Z M16.5 9 C18 10.5 18 13.5 16.5 15 M19 6.5 C22 9.5 22 14.5 19 17.5")
    val hand = lines("hand", "M8 3.5 L16 3.5 L16 13 L8 13 Z M4 17 C8 21 16 21 20 17")
    val copy = lines("copy", "M9 9 L20 9 L20 20 L9 20 Z M15 9 L15 4 L4 4 L4 15 L9 15")
    val circle = lines("circle", "M12 4 A8 8 0 1 1 11.9 4")
    val square = lines("square", "M5 5 L19 5 L19 19 L5 19 Z")
    val triangle = lines("triangle", "M12 4 L21 19.5 L3 19.5 Z")
    val add = lines("add", "M12 5 L12 19 M5 12 L19 12")

    private fun lines(
        name: String,
        path: String,
    ): ImageVector =
        ImageVector
            .Builder(name, 24.dp, 24.dp, 24f, 24f)
            .addPath(
                pathData = addPathNodes(path),
                stroke = SolidColor(Color.Black),
                strokeLineWidth = 2f,
                strokeLineCap = StrokeCap.Round,
                strokeLineJoin = StrokeJoin.Round,
            ).build()
}
