using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cocoon.Inference.LlamaCpp.Native;

namespace Cocoon.Inference.LlamaCpp.Library;

/// <summary>
/// llama.cpp loaded into this process: once, and for good. A silo never does that itself, since a fault in the library ends
/// the process: it has a child do it. Benchmarks do. Thread-safe.
/// </summary>
public sealed class LlamaCppLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = new(StringComparer.Ordinal);
    private static LlamaCppLibrary? _loaded;

    private LlamaCppLibrary(LibraryFiles files) => Files = files;

    /// <summary>The release, such as "v0.5.0".</summary>
    public string Version => Files.Version;

    /// <summary>Where it was loaded from.</summary>
    public string Folder => Files.Folder;

    internal LibraryFiles Files { get; }

    /// <summary>Loads the library; a second call gives the same, or fails when it names another folder.</summary>
    /// <param name="folder">Folder of the files; null for the one that <see cref="LibraryFiles.Find"/> finds.</param>
    /// <param name="allowUnknownVersion">Whether another release than the checked one may be tried.</param>
    /// <exception cref="LlamaCppException">It is missing, of another release, or cannot be loaded.</exception>
    public static LlamaCppLibrary Load(string? folder = null, bool allowUnknownVersion = false)
    {
        var files = LibraryFiles.Find(folder, allowUnknownVersion);
        lock (Gate)
        {
            if (_loaded is null) return _loaded = LoadFiles(files);
            if (_loaded.Folder != files.Folder)
                throw new LlamaCppException($"This process has loaded llama.cpp from '{_loaded.Folder}' already; it can have only one.");
            return _loaded;
        }
    }

    private static unsafe LlamaCppLibrary LoadFiles(LibraryFiles files)
    {
        try
        {
            // Each needs the one before it.
            NativeLibrary.Load(files.GgmlBase);
            Handles[Llama.GgmlLibrary] = NativeLibrary.Load(files.Ggml);
            Handles[Llama.Library] = NativeLibrary.Load(files.Llama);
            // File names carry the release, so the loader does not find them by itself.
            NativeLibrary.SetDllImportResolver(typeof(Llama).Assembly, Resolve);
            Llama.SetLog(&DropLog, null);
            LlamaLayout.Require(Llama.ContextDefaults());
            Llama.LoadBackends(files.Folder);
            Llama.Initialize();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new LlamaCppException($"The libraries in '{files.Folder}' cannot be loaded: {e.Message}", e);
        }
        return new LlamaCppLibrary(files);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => Handles.GetValueOrDefault(name);

    /// <summary>The library writes its log on standard error otherwise, where it is nobody's.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void DropLog(int level, byte* text, void* data)
    {
    }
}
