using System.Net;
using Microsoft.Playwright;

namespace Cocoon.Playground.Tests;

[Collection(PlaygroundCollection.Name)]
public sealed class PlaygroundTests(PlaygroundFixture fixture)
{
    private const string Question = "What is the capital of France?";
    private const string Answer = "The capital of France is Paris.";

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(246, 247, 249)")]
    [InlineData(ColorScheme.Dark, "rgb(14, 19, 25)")]
    public async Task It_loads_without_errors_and_asks_nobody_else(ColorScheme scheme, string background)
    {
        await using var browser = await fixture.Open(scheme);

        browser.Page.Url.Should().EndWith("/playground");
        (await browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).Should().Be(background);
        browser.Troubles.Should().BeEmpty();
        browser.Requests.Should().OnlyContain(request => request.Host == fixture.Market.Node.Address.Host);
        var policy = (await browser.Page.Context.APIRequest.GetAsync("/playground")).Headers["content-security-policy"];
        policy.Should().Contain("default-src 'none'").And.NotContain("unsafe");
    }

    [Fact]
    public async Task Models_show_price_tier_and_the_speed_once_it_was_seen()
    {
        await using var browser = await fixture.Open();
        var model = browser.Page.Locator(".model");
        await Assertions.Expect(model).ToContainTextAsync("tiny-jane20 in, 60 out · simulated · 512 context · 1 provider");

        await browser.Ask(Question);

        await Assertions.Expect(model).ToContainTextAsync("tokens/s");
    }

    [Fact]
    public async Task An_answer_streams_and_its_cost_adds_up_and_its_receipt_holds()
    {
        await using var browser = await fixture.Open();
        await browser.BeGreedy();
        await browser.Page.EvaluateAsync("window.lengths = new Set(); new MutationObserver(() => window.lengths.add(document.querySelector('.answer .turn')?.textContent.length)).observe(document.getElementById('log'), { subtree: true, childList: true, characterData: true })");

        await browser.Ask(Question);

        await Assertions.Expect(browser.Answers).ToHaveTextAsync(Answer);
        await Assertions.Expect(browser.Bills).ToContainTextAsync("0.00086 TON · 16 + 9 tokens · tier simulated");
        await Assertions.Expect(browser.Page.Locator("#sum")).ToHaveTextAsync("0.00086 TON");
        (await browser.Page.EvaluateAsync<int>("window.lengths.size")).Should().BeGreaterThan(3, "an answer that arrives in one piece is not a stream");
        await Assertions.Expect(browser.Bills.Locator("summary .badge")).ToHaveTextAsync("receipt checked");
        await browser.Bills.Locator("summary").ClickAsync();
        var verdicts = await browser.Bills.Locator(".checks .badge").AllTextContentsAsync();
        verdicts.Should().Equal(["ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "open"], "all but the machine's evidence can be checked in a browser");

        await browser.Ask(Question);

        await Assertions.Expect(browser.Bills).ToHaveCountAsync(2);
        await Assertions.Expect(browser.Page.Locator("#sum-note")).ToContainTextAsync("2 answers");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_receipt_that_was_tampered_with_is_called_wrong()
    {
        await using var browser = await fixture.Open();
        await browser.Page.RouteAsync("**/v1/chat/completions", async route =>
        {
            var answer = await route.FetchAsync();
            var body = (await answer.TextAsync()).Replace("\"charge\":", "\"charge\":1", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = body });
        });

        await browser.Ask(Question);

        await Assertions.Expect(browser.Bills.Locator("summary .badge")).ToHaveTextAsync("RECEIPT WRONG");
        await browser.Bills.Locator("summary").ClickAsync();
        await Assertions.Expect(browser.Bills.Locator(".checks .badge.bad")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Stop_ends_the_answer_and_its_charge_is_shown()
    {
        await using var browser = await fixture.Open();
        var hold = new TaskCompletionSource();
        await browser.Page.RouteAsync("**/v1/chat/completions", async route => { await hold.Task; await route.AbortAsync(); });

        await browser.Ask(Question);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await Assertions.Expect(browser.Page.Locator(".answer")).ToContainTextAsync("Stopped before anything was charged");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeVisibleAsync();
        hold.SetResult();
    }

    [Fact]
    public async Task A_wrong_key_is_explained_and_not_kept()
    {
        await using var browser = await fixture.Visit();

        await browser.Enter("sk-cocoon-nonsense");

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not know this key");
        (await browser.Page.EvaluateAsync<int>("sessionStorage.length + localStorage.length")).Should().Be(0);
        await browser.Enter(fixture.ApiKey);
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Radio)).ToHaveCountAsync(1);
        (await browser.Page.EvaluateAsync<int>("localStorage.length")).Should().Be(0, "a key must not outlive its tab");
    }

    [Fact]
    public async Task It_can_be_used_without_a_mouse_and_fits_a_phone()
    {
        await using var browser = await fixture.Open(width: 360, height: 740);

        (await browser.Page.EvaluateAsync<string>("document.activeElement.id")).Should().Be("question");
        await browser.Page.Keyboard.TypeAsync("<b>hello</b>");
        await browser.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Bills).ToHaveCountAsync(1);
        await Assertions.Expect(browser.Page.Locator(".turn.user")).ToHaveTextAsync("<b>hello</b>");
        (await browser.Page.EvaluateAsync<string>("document.activeElement.id")).Should().Be("question");
        await browser.Page.Keyboard.PressAsync("Shift+Tab");
        await browser.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Page.Locator(".checks").First).ToBeVisibleAsync();
        (await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue("nothing may stick out sideways");
    }

    [Fact]
    public async Task It_is_off_unless_set_and_files_it_has_not_are_a_404()
    {
        using var http = new HttpClient { BaseAddress = fixture.Market.Node.Address };

        (await http.GetAsync("/playground/nothing.js")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        new Gateway.Hosting.GatewayOptions().Playground.Should().BeFalse();
    }

    /// <summary>Makes docs/screenshots/playground.png anew when COCOON_SCREENSHOTS names that folder.</summary>
    [Fact]
    public async Task A_picture_shows_an_answer_with_its_receipt()
    {
        await using var browser = await fixture.Open();
        await browser.BeGreedy();
        await browser.Ask(Question);
        await Assertions.Expect(browser.Bills).ToHaveCountAsync(1);
        await browser.Page.GetByText("Settings").ClickAsync();
        await browser.Bills.Locator("summary").ClickAsync();

        var picture = await browser.Page.ScreenshotAsync();

        picture.Should().NotBeEmpty();
        if (PlaygroundFixture.Screenshots is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "playground.png"), picture);
    }
}
