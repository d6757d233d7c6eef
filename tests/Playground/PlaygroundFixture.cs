using Cocoon.Cli.Dev;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Cocoon.Playground.Tests;

/// <summary>One market in this process and one browser, for all tests of the page.</summary>
public sealed class PlaygroundFixture : IAsyncLifetime
{
    private const float PatienceMs = 20_000;

    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-playground-");
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    internal DevMarket Market { get; private set; } = null!;

    internal string ApiKey => Market.Node.ApiKey.Reveal();

    /// <summary>Where screenshots go; set only when they are to be made anew.</summary>
    internal static string? Screenshots => Environment.GetEnvironmentVariable("COCOON_SCREENSHOTS");

    public async Task InitializeAsync()
    {
        var browser = Launch();
        Market = await DevMarket.Start(new DevNodeOptions(_folder.FullName, Port: 0, KeepVouchers: true, LogLevel.Warning), static _ => { }, CancellationToken.None);
        _browser = await browser;
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await Market.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The page as a person first sees it.</summary>
    internal async Task<PlaygroundPage> Visit(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 860)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = Market.Node.Address.ToString(), ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce,
        });
        var page = new PlaygroundPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync("/");
        return page;
    }

    /// <summary>The page with a key that was taken.</summary>
    internal async Task<PlaygroundPage> Open(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 860)
    {
        var page = await Visit(scheme, width, height);
        await page.Enter(ApiKey);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Radio)).ToHaveCountAsync(1);
        return page;
    }

    private async Task<IBrowser> Launch()
    {
        _playwright = await Playwright.CreateAsync();
        // Machines that run many suites at once are slow; what does not come never comes.
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = ["--no-sandbox"] });
    }

    private static string Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in Browsers
         let file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(file)
         select file).FirstOrDefault()
        ?? throw new InvalidOperationException($"This test needs Chromium: none of {string.Join(", ", Browsers)} is on the PATH. On Debian: apt-get install chromium.");
}
