using Cocoon.Admin.Market;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cocoon.Admin.Tests.Pages;

[Collection(AdminCollection.Name)]
public sealed class PageTests(AdminFixture fixture)
{
    private static readonly string[] Pages = ["", "/providers", "/offers", "/jobs", "/channels", "/batches", "/attestation", "/traces", "/cluster", "/audit", "/confirm?action=pause&target=*"];

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(246, 247, 249)")]
    [InlineData(ColorScheme.Dark, "rgb(14, 19, 25)")]
    public async Task Every_page_loads_without_errors_and_asks_nobody_else(ColorScheme scheme, string background)
    {
        await using var browser = await fixture.SignIn(scheme: scheme);
        foreach (var path in Pages.Concat(await Details()))
        {
            var answer = await browser.Page.GotoAsync("/admin" + path, new() { WaitUntil = WaitUntilState.Load });

            answer!.Status.Should().Be(200, path);
            answer.Headers["content-security-policy"].Should().Contain("default-src 'none'").And.NotContain("unsafe");
            (await browser.Page.Locator("h1").CountAsync()).Should().Be(1, path);
        }

        (await browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).Should().Be(background);
        browser.Troubles.Should().BeEmpty();
        browser.Requests.Should().OnlyContain(request => request.Scheme == "data" || request.Host == fixture.Address.Host);
    }

    [Fact]
    public async Task A_finished_job_shows_by_itself_and_its_page_tells_its_life()
    {
        await using var browser = await fixture.SignIn();
        var jobs = browser.Page.Locator(".scroll tbody tr");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "live" })).ToHaveAttributeAsync("aria-pressed", "true");
        var before = fixture.Services.GetRequiredService<PictureKeeper>().Current.Totals.Completed;
        var time = await browser.Page.EvaluateAsync<double>("window.stays = performance.timeOrigin");

        await fixture.Ask();

        await Assertions.Expect(browser.Page.Locator(".tile").First).ToContainTextAsync($"{before + 1} charged");
        (await browser.Page.EvaluateAsync<double>("window.stays")).Should().Be(time, "the page must not have been loaded again");
        await Assertions.Expect(browser.Page.Locator(".plot canvas")).ToHaveCountAsync(4);
        await jobs.First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(browser.Page.Locator(".life")).ToContainTextAsync("Slot leased");
        await Assertions.Expect(browser.Page.Locator(".life")).ToContainTextAsync("Receipt charged");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task Names_from_outside_are_shown_as_text()
    {
        const string model = "<script>document.title='owned'</script>";
        fixture.Services.GetRequiredService<IMarketEvents>().Publish(new MarketEvent
        {
            Kind = MarketEventKind.JobStarted, At = DateTimeOffset.UtcNow, Job = JobId.FromIdempotencyKey("hostile", "1"), Model = model,
        });
        await using var browser = await fixture.SignIn(AdminFixture.ViewerKey);

        await Assertions.Expect(browser.Page.GetByText(AdminFixture.HostileName)).ToBeVisibleAsync();
        await browser.Page.GotoAsync("/admin/jobs");
        await Assertions.Expect(browser.Page.GetByText(model)).ToBeVisibleAsync();
        await browser.Page.GotoAsync("/admin/offers");
        await Assertions.Expect(browser.Page.GetByText(AdminFixture.HostileRegion)).ToBeVisibleAsync();
        (await browser.Page.TitleAsync()).Should().NotContain("owned");
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task The_overview_can_be_used_without_a_mouse()
    {
        await using var browser = await fixture.SignIn();
        var reached = new List<string>();
        for (var i = 0; i < 18; i++)
        {
            await browser.Page.Keyboard.PressAsync("Tab");
            var (name, outline) = (await browser.Page.EvaluateAsync<string>("document.activeElement.textContent.trim()"), await browser.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
            outline.Should().NotBe("none", $"the focus on '{name}' must be seen");
            reached.Add(name);
        }

        reached[0].Should().Be("Skip to content");
        reached.Should().ContainInOrder("live", "system", "Sign out", "Overview", "Providers", "Audit log");
        foreach (var landmark in new[] { AriaRole.Banner, AriaRole.Navigation, AriaRole.Main }) (await browser.Page.GetByRole(landmark).CountAsync()).Should().Be(1, landmark.ToString());
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Providers" }).PressAsync("Enter");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Providers", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_trace_of_the_simulator_opens_in_its_own_page()
    {
        var folder = fixture.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Hosting.AdminOptions>>().Value.TraceFolder!;
        await File.WriteAllTextAsync(Path.Combine(folder, "seed-7.jsonl"), """
            {"cocoonTrace":1,"seed":7,"violation":"I5: </script><b>bold</b>"}
            {"n":1,"t":0,"k":"note","lane":"store","text":"begins"}
            """);
        await using var browser = await fixture.SignIn();

        await browser.Page.GotoAsync("/admin/traces");
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "seed-7.jsonl" }).ClickAsync();

        await Assertions.Expect(browser.Page.GetByText("seed 7").First).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.GetByText("I5: </script><b>bold</b>").First).ToBeVisibleAsync();
        (await browser.Page.EvaluateAsync<string>("window.origin")).Should().Be("null", "a trace must not reach the session");
        browser.Troubles.Should().BeEmpty();
    }

    private async Task<string[]> Details()
    {
        await fixture.Ask();
        var picture = await fixture.Until(picture => picture.Jobs.Newest.Any(job => job.Charge is not null));
        var network = fixture.Market.Network;
        return [$"/providers/{network.Provider.Address.Raw}", $"/channels/{network.Channel.Raw}", $"/jobs/{picture.Jobs.Newest.First(job => job.Charge is not null).Id}"];
    }
}
