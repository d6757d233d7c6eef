using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Cocoon.Playground.Tests;

/// <summary>One browser window on the playground, which notes everything that went wrong in it.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public PlaygroundPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Troubles.Add(message.Text); };
        page.PageError += (_, error) => Troubles.Add(error);
        page.Request += (_, request) => Requests.Add(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions of scripts.</summary>
    public ConcurrentBag<string> Troubles { get; } = [];

    public ConcurrentBag<Uri> Requests { get; } = [];

    public ILocator Answers => Page.Locator(".answer .turn");

    public ILocator Bills => Page.Locator(".answer .bill");

    public async Task Enter(string key)
    {
        await Page.GetByLabel("Your key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
    }

    /// <summary>Makes answers the same every time.</summary>
    public async Task BeGreedy()
    {
        await Page.GetByText("Settings").ClickAsync();
        await Page.GetByLabel("Temperature").FillAsync("0");
    }

    public async Task Ask(string question)
    {
        await Page.GetByLabel("Question", new() { Exact = true }).FillAsync(question);
        await Page.Keyboard.PressAsync("Enter");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
