package nuong.app

import android.media.AudioAttributes
import android.media.MediaPlayer
import java.io.File
import java.io.IOException

/** Says recordings one after the other, in place of what it said before. */
class Speaker {
    private var player: MediaPlayer? = null

    /** What is not there, or is in a format that this phone does not play, is passed over. */
    fun play(files: List<File>) {
        hush()
        val file = files.firstOrNull() ?: return
        val rest = files.drop(1)
        val next = MediaPlayer()
        player = next
        next.setAudioAttributes(speech)
        next.setOnPreparedListener { it.start() }
        next.setOnCompletionListener { play(rest) }
        next.setOnErrorListener { _, _, _ ->
            play(rest)
            true
        }
        try {
            next.setDataSource(file.path)
            next.prepareAsync()
        } catch (_: IOException) {
            play(rest)
        }
    }

    fun hush() {
        player?.release()
        player = null
    }

    private companion object {
        val speech: AudioAttributes =
            AudioAttributes
                .Builder()
                .setUsage(AudioAttributes.USAGE_MEDIA)
                .setContentType(AudioAttributes.CONTENT_TYPE_SPEECH)
                .build()
    }
}
