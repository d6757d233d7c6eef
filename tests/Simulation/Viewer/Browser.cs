using System.Diagnostics;

namespace Cocoon.Simulation.Tests.Viewer;

/// <summary>Headless Chromium, for what a page looks like once its scripts have run.</summary>
internal static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The page draws in animation frames, which come after its loading: time goes on until none waits.</summary>
    private const string VirtualTime = "--virtual-time-budget=5000";

    /// <returns>The page's document as HTML, after its loading and its first frames.</returns>
    public static async Task<string> Dump(string page)
    {
        var profile = Directory.CreateTempSubdirectory("cocoon-browser-");
        try
        {
            var file = Path.Combine(profile.FullName, "page.html");
            await File.WriteAllTextAsync(file, page);
            return await Run("--headless", "--no-sandbox", "--disable-gpu", VirtualTime, $"--user-data-dir={profile.FullName}", "--dump-dom", new Uri(file).AbsoluteUri);
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    private static async Task<string> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var document = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? document : throw new InvalidOperationException($"Chromium ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Chromium did not end within {Patience.TotalSeconds:0} s.");
        }
    }

    private static string Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in Names
         let file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(file)
         select file).FirstOrDefault()
        ?? throw new InvalidOperationException($"This test needs Chromium: none of {string.Join(", ", Names)} is on the PATH. On Debian: apt-get install chromium.");
}
