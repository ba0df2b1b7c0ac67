package nuong.ui.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import com.google.zxing.EncodeHintType
import com.google.zxing.WriterException
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel
import com.google.zxing.qrcode.encoder.ByteMatrix
import com.google.zxing.qrcode.encoder.Encoder

/** A text as a QR code, dark on light also at night, since that is what cameras look for. What is too long for one is not drawn. */
@Composable
fun QrCode(
    text: String,
    name: String,
) {
    val squares = remember(text) { squares(text) } ?: return
    Box(Modifier.fillMaxWidth(), contentAlignment = Alignment.Center) {
        Canvas(
            Modifier
                .widthIn(max = 360.dp)
                .fillMaxWidth()
                .aspectRatio(1f)
                .clip(MaterialTheme.shapes.small)
                .background(Color.White)
                .padding(16.dp)
                .semantics {
                    role = Role.Image
                    contentDescription = name
                },
        ) {
            val side = size.minDimension / squares.width
            for (y in 0 until squares.height) {
                for (x in 0 until squares.width) {
                    // A hair wider than a square, so that no light shows between two.
                    if (squares[x, y].toInt() == 1) drawRect(Color.Black, Offset(x * side, y * side), Size(side + 0.5f, side + 0.5f))
                }
            }
        }
    }
}

/** Dark and light squares (ISO/IEC 18004), or nothing for a text of more than a code can hold. */
private fun squares(text: String): ByteMatrix? =
    try {
        Encoder.encode(text, ErrorCorrectionLevel.L, mapOf(EncodeHintType.CHARACTER_SET to "UTF-8")).matrix
    } catch (_: WriterException) {
        null
    }
