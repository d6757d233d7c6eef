using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>How this assembly is started as a process of its own.</summary>
internal static class ChildCommand
{
    /// <summary>
    /// Variables that the child gets: those by which libraries and graphics cards are found. A silo's own may hold secrets.
    /// </summary>
    private static readonly string[] Passed = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DOTNET_ROOT", "CUDA_", "NVIDIA_", "GGML_", "VK_", "HIP_", "ROCR_"];

    public static ProcessStartInfo Create()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, typeof(ChildCommand).Assembly.GetName().Name + ".dll");
        if (!File.Exists(assembly)) throw new LlamaCppException($"The program '{assembly}', in which llama.cpp runs, is missing: publish it with the silo.");
        var start = new ProcessStartInfo(Host(), [assembly, "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (Passed.Any(passed => passed[^1] == '_' ? name.StartsWith(passed, StringComparison.Ordinal) : name == passed)) start.Environment[name] = (string?)variable.Value;
        }
        // No debugger attaches by itself when ggml aborts, and nobody reads prompts through .NET's diagnostics.
        start.Environment["GGML_NO_BACKTRACE"] = "1";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    /// <summary>The dotnet of the runtime that this process uses.</summary>
    private static string Host()
    {
        if (Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet") return path;
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
