using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Cocoon.Admin.Tests;

/// <summary>One browser window, which notes everything that went wrong in it.</summary>
internal sealed class AdminBrowser : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private AdminBrowser(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Troubles.Add($"{page.Url}: {message.Text}"); };
        page.PageError += (_, error) => Troubles.Add($"{page.Url}: {error}");
        page.Request += (_, request) => Requests.Add(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions of scripts.</summary>
    public ConcurrentBag<string> Troubles { get; } = [];

    public ConcurrentBag<Uri> Requests { get; } = [];

    public static async Task<AdminBrowser> Open(IBrowser browser, Uri address, ColorScheme scheme)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ColorScheme = scheme, ViewportSize = new() { Width = 1360, Height = 860 }, ReducedMotion = ReducedMotion.Reduce });
        return new AdminBrowser(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
