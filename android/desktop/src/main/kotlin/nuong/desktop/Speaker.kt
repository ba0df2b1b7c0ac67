package nuong.desktop

import java.io.IOException
import java.nio.file.Path
import javax.sound.sampled.AudioSystem
import javax.sound.sampled.Clip
import javax.sound.sampled.LineEvent
import javax.sound.sampled.LineUnavailableException
import javax.sound.sampled.UnsupportedAudioFileException

/** Says recordings one after the other, in place of what it said before. Java plays WAV, AIFF and AU; others are passed over. */
class Speaker {
    private var playing: Clip? = null

    @Synchronized
    fun play(files: List<Path>) {
        hush()
        val file = files.firstOrNull() ?: return
        val rest = files.drop(1)
        val clip = opened(file) ?: return play(rest)
        playing = clip
        clip.addLineListener { event -> if (event.type == LineEvent.Type.STOP && playing === clip) play(rest) }
        clip.start()
    }

    @Synchronized
    fun hush() {
        val before = playing
        playing = null
        before?.close()
    }

    private fun opened(file: Path): Clip? =
        try {
            AudioSystem.getAudioInputStream(file.toFile()).use { sound -> AudioSystem.getClip().apply { open(sound) } }
        } catch (_: UnsupportedAudioFileException) {
            null
        } catch (_: IOException) {
            null
        } catch (_: LineUnavailableException) {
            null
        } catch (_: IllegalArgumentException) {
            // A computer without any sound.
            null
        }
}
