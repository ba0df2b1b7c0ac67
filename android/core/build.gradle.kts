// The core for Kotlin: the generated face, the layer over it, and the libraries for phones.
plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
}

val repository = rootDir.parentFile
val generated = repository.resolve("target/bindings/kotlin")

android {
    namespace = "vn.nuong.core"
    compileSdk = libs.versions.targetSdk.get().toInt()
    ndkVersion = libs.versions.ndk.get()
    defaultConfig {
        minSdk = libs.versions.minSdk.get().toInt()
        consumerProguardFiles("consumer-rules.pro")
    }
    sourceSets["main"].kotlin.srcDirs(repository.resolve("bindings/kotlin/src/main/kotlin"), generated)
}

kotlin { jvmToolchain(17) }

dependencies {
    api(libs.coroutines.core)
    implementation(libs.jna) { artifact { type = "aar" } }
}

// The face is read from a library of this computer; the libraries for phones are built by cargo-ndk, on pages of 16 KiB.
val bindings by tasks.registering(Exec::class) {
    workingDir = repository
    commandLine("cargo", "xtask", "bindings")
}
val cargoNdk by tasks.registering(Exec::class) {
    dependsOn(bindings)
    workingDir = repository
    environment("ANDROID_NDK_HOME", androidComponents.sdkComponents.ndkDirectory.get().asFile.path)
    commandLine("cargo", "xtask", "android", "library")
}
tasks.named("preBuild") { dependsOn(cargoNdk) }
