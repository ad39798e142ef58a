package dev.charloom.engine.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The platforms for which oneDNN is carried along, and the files of each with their SHA-256.
///
/// The hashes are those of the files in `org.bytedeco:dnnl:3.13-1.5.14`; a build that takes another version has to
/// renew them, or [OneDnn] refuses what it finds.
enum NativePlatform {
    LINUX_X86_64("linux-x86_64"),
    LINUX_ARM64("linux-arm64"),
    MACOSX_ARM64("macosx-arm64"),
    WINDOWS_X86_64("windows-x86_64");

    /// A shared library.
    ///
    /// @param fileName its name, in the jar and on disk
    /// @param sha256 of its bytes, in lower-case hexadecimal
    record Library(String fileName, String sha256) {}

    private final String classifier;

    NativePlatform(String classifier) {
        this.classifier = classifier;
    }

    /// The platform that this JVM runs on, if it is one of these.
    static Optional<NativePlatform> current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /// @param system as in the system property `os.name`
    /// @param processor as in `os.arch`
    static Optional<NativePlatform> of(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        boolean x86 = processor.equals("amd64") || processor.equals("x86_64");
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        if (name.startsWith("linux")) {
            return x86 ? Optional.of(LINUX_X86_64) : arm ? Optional.of(LINUX_ARM64) : Optional.empty();
        }
        if (name.startsWith("mac") && arm) {
            return Optional.of(MACOSX_ARM64);
        }
        return name.startsWith("windows") && x86 ? Optional.of(WINDOWS_X86_64) : Optional.empty();
    }

    /// In the order in which they have to be loaded; the last one is oneDNN itself.
    List<Library> libraries() {
        return switch (this) {
            case LINUX_X86_64 ->
                List.of(
                        new Library("libgomp.so.1", "d46f9225c1883039e8a6853e6d96ca1af11d034ce186a090952e4a7c8a7c2fdc"),
                        new Library(
                                "libdnnl.so.3", "3610657c35381b06694034b677cf73f28086495aba51ecf0cfb5b6511652a443"));
            case LINUX_ARM64 ->
                List.of(
                        new Library("libgomp.so.1", "3d8a29f52ccdf3ba0ab2428d721963fb9c9259d7682b8e2a2127dd6f119a29b1"),
                        new Library(
                                "libdnnl.so.3", "b7d1b3fb1ce5e547c2d4dac7b3a0019976ab65427e880b2d4e666230e6b4d6b2"));
            case MACOSX_ARM64 ->
                List.of(
                        new Library("libomp.dylib", "bb30f86a18632aa2451192ca16e54cee4864a852872cad5198df8535e00eef14"),
                        new Library(
                                "libdnnl.3.dylib", "27443dece16760491ecda511f42de81764d9488a456063c864504ce5c9f3aabf"));
            case WINDOWS_X86_64 ->
                List.of(new Library("dnnl.dll", "16e4301399559512c76627b1a5c3701c61be3f3dc7db039b7612385c2d563248"));
        };
    }

    /// Where the class path has a library.
    String resource(Library library) {
        return "/org/bytedeco/dnnl/" + classifier + "/" + library.fileName();
    }
}
