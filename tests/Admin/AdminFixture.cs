using System.Security.Cryptography;
using System.Text;
using Cocoon.Admin.Access;
using Cocoon.Admin.Hosting;
using Cocoon.Admin.Market;
using Cocoon.Cli.Dev;
using Cocoon.Core.Crypto;
using Cocoon.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Cocoon.Admin.Tests;

/// <summary>One market in this process and one browser, for all tests that look at pages.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    public const string ViewerKey = "viewer-key-0123456789abcdef0123456789abcdef";

    /// <summary>Names from outside that a careless page would take for markup.</summary>
    public const string HostileRegion = "<img src=x onerror=\"document.title='owned'\">";

    public const string HostileName = "<i>eve</i>";

    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-admin-");
    private IPlaywright _playwright = null!;

    internal DevMarket Market { get; private set; } = null!;

    internal IServiceProvider Services => Market.Node.Services;

    internal IBrowser Browser { get; private set; } = null!;

    internal Uri Address => Market.Node.Address;

    internal string OperatorKey => Market.Network.Keys.AdminKey;

    /// <summary>Where screenshots go; set only when they are to be made anew.</summary>
    internal static string? Screenshots => Environment.GetEnvironmentVariable("COCOON_SCREENSHOTS");

    public async Task InitializeAsync()
    {
        var browser = Launch();
        Market = await DevMarket.Start(
            new DevNodeOptions(_folder.FullName, Port: 0, KeepVouchers: true, LogLevel.Warning, Override: Prepare), static _ => { }, CancellationToken.None);
        Browser = await browser;
        // A model is tried out before it is offered, which may be after the first look at the market.
        await Until(static picture => !picture.Offers.IsEmpty);
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await Market.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A page of a person who has signed in; its troubles are kept.</summary>
    internal async Task<AdminBrowser> SignIn(string? key = null, ColorScheme scheme = ColorScheme.Light)
    {
        var browser = await AdminBrowser.Open(Browser, Address, scheme);
        await browser.Page.GotoAsync("/admin");
        await browser.Page.GetByLabel("Your key").FillAsync(key ?? OperatorKey);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // Not for the page to have "loaded": its live updates never end, and a browser may count them.
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
        return browser;
    }

    /// <summary>One paid answer, by HTTP like an application's.</summary>
    internal async Task Ask()
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Market.Node.ApiKey.Reveal());
        using var body = new StringContent($$"""{"model":"{{Market.Node.Model.Id}}","max_tokens":8,"messages":[{"role":"user","content":"What is the capital of France?"}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/chat/completions", body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits for the collector to see something.</summary>
    internal async Task<MarketPicture> Until(Func<MarketPicture, bool> isSeen)
    {
        var keeper = Services.GetRequiredService<PictureKeeper>();
        while (true)
        {
            var picture = keeper.Current;
            if (isSeen(picture)) return picture;
            await keeper.Changed(picture).WaitAsync(Patience);
        }
    }

    private async Task<IBrowser> Launch()
    {
        _playwright = await Playwright.CreateAsync();
        // Machines that run many suites at once are slow; what does not come never comes.
        Assertions.SetDefaultExpectTimeout(20_000);
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = ["--no-sandbox"] });
    }

    private void Prepare(IHostApplicationBuilder builder)
    {
        builder.Services.Configure<AdminOptions>(admin =>
        {
            admin.TraceFolder = _folder.CreateSubdirectory("traces").FullName;
            admin.Operators.Add(new OperatorAccount { Name = HostileName, Role = OperatorRole.Viewer, KeyHash = new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(ViewerKey))) });
        });
        var provider = (ProviderRoleOptions)builder.Services.Single(service => service.ServiceType == typeof(ProviderRoleOptions)).ImplementationInstance!;
        if (Screenshots is null) provider.Region = HostileRegion;
    }

    private static string Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in Browsers
         let file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(file)
         select file).FirstOrDefault()
        ?? throw new InvalidOperationException($"This test needs Chromium: none of {string.Join(", ", Browsers)} is on the PATH. On Debian: apt-get install chromium.");
}
