#!/usr/bin/env python3
"""What building an Android app takes and Maven has no plugin for.

    android.py explode TARGET      libraries' AARs taken apart: classes together, resources compiled
    android.py res APP             manifests merged, resources linked, R written for every package
    android.py apk APP debug|release   dexed (by R8 when it is a release), packed, aligned, signed
    android.py lint APP TARGET     Google's lint
"""
import glob
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

MAVEN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOLS = f"{MAVEN}/tools/target/lib"
FRAMEWORK = f"{TOOLS}/android-all.jar"
UI_RESOURCES = f"{os.path.dirname(MAVEN)}/ui/src/main/res"
# The framework's jar has no java.*: the run time's own classes stand in for them.
JDK = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("java"))))
LOWEST_API, TARGET_API = "26", "36"


def run(*command):
    """What a program said; its failure ends this one, with its words."""
    said = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if said.returncode:
        sys.exit(f"{' '.join(command)[:400]}\n{said.stdout}")
    return said.stdout


def aapt2(*arguments):
    program = f"{TOOLS}/aapt2"
    if not os.path.exists(program):
        with zipfile.ZipFile(f"{TOOLS}/apktool-lib.jar") as jar, open(program, "wb") as out:
            out.write(jar.read("prebuilt/linux/aapt2"))
        os.chmod(program, 0o755)
    return run(program, *arguments)


def explode(target):
    for aar in sorted(glob.glob(f"{target}/aar/*.aar")):
        folder = f"{target}/aars/{os.path.basename(aar)[:-4]}"
        if os.path.isdir(folder):
            continue
        with zipfile.ZipFile(aar) as archive:
            archive.extractall(folder)
        for jar in [f"{folder}/classes.jar", *glob.glob(f"{folder}/libs/*.jar")]:
            gather(jar, f"{target}/classes")
            os.remove(jar)
        if os.path.isdir(f"{folder}/res") and os.listdir(f"{folder}/res"):
            aapt2("compile", "--dir", f"{folder}/res", "-o", f"{folder}/res.zip")


def gather(jar, classes):
    """A jar's files among those of the other libraries; lists of services are joined, anything else is there once."""
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.endswith("/") or name == "META-INF/MANIFEST.MF":
                continue
            out = f"{classes}/{name}"
            if os.path.exists(out) and not name.startswith("META-INF/"):
                sys.exit(f"{name} is in two libraries; the second is {jar}")
            os.makedirs(os.path.dirname(out), exist_ok=True)
            with open(out, "ab" if name.startswith("META-INF/services/") else "wb") as file:
                file.write(archive.read(name))


def package_of(manifest):
    return ET.parse(manifest).getroot().get("package")


def link(app, out, aars, ids):
    os.makedirs(out, exist_ok=True)
    manifest = f"{app}/src/main/AndroidManifest.xml"
    run("java", "-cp", f"{TOOLS}/*", "com.android.manifmerger.Merger", "--main", manifest,
        "--libs", ":".join(f"{aar}/AndroidManifest.xml" for aar in aars), "--out", f"{out}/AndroidManifest.xml",
        "--remove-tools-declarations", "--property", f"MIN_SDK_VERSION={LOWEST_API}",
        "--property", f"TARGET_SDK_VERSION={TARGET_API}", "--placeholder", f"applicationId={package_of(manifest)}")
    own = []
    for nth, resources in enumerate([UI_RESOURCES, f"{app}/src/main/res"]):
        own.append(f"{out}/res{nth}.zip")
        aapt2("compile", "--dir", resources, "-o", own[-1])
    compiled = [f"{aar}/res.zip" for aar in aars if os.path.exists(f"{aar}/res.zip")] + own
    aapt2("link", "-o", f"{out}/res.apk", "-I", FRAMEWORK, "--manifest", f"{out}/AndroidManifest.xml", "--auto-add-overlay",
          "--version-code", "1", "--version-name", "0.1.0", "--output-text-symbols", f"{out}/R.txt", "--no-version-vectors",
          "--proguard", f"{out}/res.pro", *ids, *[x for zip in compiled for x in ("-R", zip)])


def symbols_of(path):
    """A list of resources: kind, name, type, value."""
    with open(path) as lines:
        for line in lines:
            type_, kind, name, value = line.strip().split(" ", 3)
            yield kind, name, type_, value


def write_r(package, symbols, wanted, out):
    kinds = {}
    for kind, name in wanted:
        if (kind, name) in symbols:
            kinds.setdefault(kind, []).append((name, *symbols[kind, name]))
    if not kinds:
        return
    folder = f"{out}/{package.replace('.', '/')}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/R.java", "w") as file:
        file.write(f"package {package};\npublic final class R {{\n")
        for kind, entries in kinds.items():
            file.write(f"  public static final class {kind} {{\n")
            file.writelines(f"    public static final {type_} {name} = {value};\n" for name, type_, value in entries)
            file.write("  }\n")
        file.write("}\n")


def res(app):
    main = sorted(glob.glob(f"{MAVEN}/libs/target/aars/*/"))
    test = sorted(glob.glob(f"{MAVEN}/libs-test/target/aars/*/"))
    target = f"{app}/target/android"
    # The tests' libraries have resources too; those of the app keep their numbers.
    link(app, f"{target}/main", main, ["--emit-ids", f"{target}/ids.txt"])
    link(app, f"{target}/test", main + test, ["--stable-ids", f"{target}/ids.txt"])
    symbols = {(kind, name): (type_, value) for kind, name, type_, value in symbols_of(f"{target}/test/R.txt")}
    out = f"{app}/target/generated-sources/r"
    shutil.rmtree(out, ignore_errors=True)
    own = package_of(f"{app}/src/main/AndroidManifest.xml")
    write_r(own, symbols, [(kind, name) for kind, name, _, _ in symbols_of(f"{target}/main/R.txt")], out)
    packages = {}
    for aar in main + test:
        if os.path.exists(f"{aar}/R.txt"):
            wanted = packages.setdefault(package_of(f"{aar}/AndroidManifest.xml"), {})
            wanted.update({(kind, name): 1 for kind, name, _, _ in symbols_of(f"{aar}/R.txt")})
    for package, wanted in packages.items():
        write_r(package, symbols, wanted, out)
    tell_robolectric(app, target, own)


def tell_robolectric(app, target, package):
    folder = f"{app}/target/test-classes/com/android/tools"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/test_config.properties", "w") as file:
        file.write(f"android_merged_manifest={os.path.abspath(target)}/test/AndroidManifest.xml\n"
                   f"android_resource_apk={os.path.abspath(target)}/test/res.apk\n"
                   f"android_merged_assets={os.path.abspath(app)}/src/main/assets\n"
                   f"android_custom_package={package}\n")


def class_path(app):
    with open(f"{app}/target/android/classpath.txt") as file:
        return file.read().strip().split(":")


def jars_of(app, out):
    """What is dexed: the app's classes and all that it needs, each as a jar."""
    for nth, path in enumerate([f"{app}/target/classes", *class_path(app)]):
        if os.path.isdir(path):
            jar = f"{out}/in{nth}.jar"
            with zipfile.ZipFile(jar, "w") as archive:
                for file in glob.glob(f"{path}/**/*.class", recursive=True):
                    archive.write(file, os.path.relpath(file, path))
            path = jar
        yield path


def apk(app, kind):
    target = f"{app}/target/android"
    out = f"{target}/{kind}"
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    jars = list(jars_of(app, out))
    common = ["--min-api", LOWEST_API, "--lib", FRAMEWORK, "--lib", JDK, "--output", out]
    java = ["java", "-Xmx3g", "-cp", f"{TOOLS}/r8.jar"]
    if kind == "debug":
        print(run(*java, "com.android.tools.r8.D8", "--debug", *common, *jars))
    else:
        rules = [f"{target}/main/res.pro", *glob.glob(f"{MAVEN}/libs/target/aars/*/proguard.txt"), f"{app}/../core/consumer-rules.pro", f"{app}/proguard.pro"]
        print(run(*java, "com.android.tools.r8.R8", "--release", *common, "--pg-map-output", f"{out}/mapping.txt",
                  *[x for rule in rules for x in ("--pg-conf", rule)], *jars))
    raw, aligned, done = f"{out}/raw.apk", f"{out}/aligned.apk", f"{out}/app-{kind}.apk"
    shutil.copy(f"{target}/main/res.apk", raw)
    libraries = glob.glob(f"{MAVEN}/libs/target/aars/*/jni/*/*.so") + glob.glob(f"{app}/../core/src/main/jniLibs/*/*.so")
    with zipfile.ZipFile(raw, "a") as archive:
        for dex in sorted(glob.glob(f"{out}/*.dex")):
            archive.write(dex, os.path.basename(dex), zipfile.ZIP_DEFLATED)
        for library in sorted(libraries):
            processor = os.path.basename(os.path.dirname(library))
            if processor in ("arm64-v8a", "armeabi-v7a", "x86_64"):
                archive.write(library, f"lib/{processor}/{os.path.basename(library)}", zipfile.ZIP_STORED)
    # Libraries are mapped from the package as they lie there: on pages of 16 KiB.
    run("zipalign", "-f", "-P", "16", "4", raw, aligned) if takes_pages() else run("zipalign", "-f", "-p", "4", raw, aligned)
    sign(target, aligned, done)
    without = "" if any("libnuong_ffi.so" in library for library in libraries) else " (without the core's library: no NDK here)"
    print(f"{done}: {os.path.getsize(done):,} bytes{without}")


def takes_pages():
    return "-P" in subprocess.run(["zipalign"], text=True, capture_output=True).stderr


def sign(target, aligned, done):
    """With a key for trying out, made here; a release is signed elsewhere, by who keeps its key."""
    keystore = f"{target}/trying.p12"
    if not os.path.exists(keystore):
        run("keytool", "-genkeypair", "-keystore", keystore, "-storetype", "PKCS12", "-storepass", "trying", "-alias", "trying",
            "-keyalg", "RSA", "-keysize", "2048", "-validity", "10000", "-dname", "CN=Trying")
    run("apksigner", "sign", "--ks", keystore, "--ks-pass", "pass:trying", "--out", done, aligned)
    print("\n".join(run("apksigner", "verify", "--verbose", done).splitlines()[:4]))


def lint(app, target):
    app, sdk = os.path.abspath(app), os.path.abspath(f"{target}/sdk")
    platform = f"{sdk}/platforms/android-{TARGET_API}"
    os.makedirs(platform, exist_ok=True)
    if not os.path.exists(f"{platform}/android.jar"):
        os.symlink(FRAMEWORK, f"{platform}/android.jar")
    with open(f"{platform}/source.properties", "w") as file:
        file.write(f"Pkg.Desc=Android\nPkg.Revision=1\nAndroidVersion.ApiLevel={TARGET_API}\n"
                   "Platform.Version=1\nLayoutlib.Api=15\nLayoutlib.Revision=1\n")
    aars = sorted(glob.glob(f"{MAVEN}/libs/target/aar/*.aar"))
    folders = [f"{MAVEN}/libs/target/aars/{os.path.basename(aar)[:-4]}" for aar in aars]
    sources = glob.glob(f"{app}/src/main/kotlin/**/*.kt", recursive=True)
    sources += glob.glob(f"{os.path.dirname(MAVEN)}/ui/src/main/kotlin/**/*.kt", recursive=True)
    with open(f"{target}/project.xml", "w") as file:
        file.write("\n".join([
            "<project>", f'<sdk dir="{sdk}"/><root dir="{app}"/><classpath jar="{FRAMEWORK}"/>',
            f'<module name="app" android="true" library="false" desugar="full" compile-sdk-version="{TARGET_API}">',
            f'<manifest file="{app}/src/main/AndroidManifest.xml"/>',
            f'<merged-manifest file="{app}/target/android/main/AndroidManifest.xml"/>',
            *[f'<src file="{source}"/>' for source in sources],
            *[f'<resource file="{one}"/>' for folder in (f"{app}/src/main/res", UI_RESOURCES) for one in glob.glob(f"{folder}/*/*")],
            *[f'<classpath jar="{jar}"/>' for jar in [f"{app}/target/classes", *class_path(app)]],
            *[f'<aar file="{aar}" extracted="{folder}"/>' for aar, folder in zip(aars, folders)],
            "</module>", "</project>", ""]))
    rules = ":".join(jar for jar in (f"{folder}/lint.jar" for folder in folders) if os.path.exists(jar))
    print(run("java", "-Xmx2g", "-cp", f"{target}/lib/*", "com.android.tools.lint.Main", "--project", f"{target}/project.xml",
              "--offline", "--quiet", "-Werror", "--config", f"{app}/lint.xml", "--text", "stdout", "--exitcode", "--jdk-home", JDK, "--sdk-home", sdk,
              "--lint-rule-jars", rules))


if __name__ == "__main__":
    {"explode": explode, "res": res, "apk": apk, "lint": lint}[sys.argv[1]](*sys.argv[2:])
