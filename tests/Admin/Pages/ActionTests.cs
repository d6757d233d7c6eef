using System.Net;
using Cocoon.Admin.Actions;
using Cocoon.Grains;
using Cocoon.Grains.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cocoon.Admin.Tests.Pages;

[Collection(AdminCollection.Name)]
public sealed class ActionTests(AdminFixture fixture)
{
    private string Provider => fixture.Market.Network.Provider.Address.Raw;

    [Fact]
    public async Task Draining_asks_first_then_works_and_is_in_the_audit_log_before_and_after()
    {
        await using var browser = await fixture.SignIn();
        await fixture.Until(picture => !picture.Offers.IsEmpty);
        await browser.Page.GotoAsync($"/admin/providers/{Provider}");
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Drain…" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByText("It gets no new jobs from now on.")).ToBeVisibleAsync();
        (await View()).Draining.Should().BeFalse("so far it was only asked");

        await browser.Page.GetByLabel("Why").FillAsync("new cooling");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Drain" }).ClickAsync();

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("It takes no new jobs.");
        (await View()).Draining.Should().BeTrue();
        var log = (await Trail()).TakeLast(2).Select(entry => entry.Note).ToArray();
        log[0].Should().BeEquivalentTo(new { Phase = AuditPhase.Asked, Who = "developer", Action = "drain", Target = Provider, Detail = "new cooling" });
        log[1].Should().BeEquivalentTo(new { log[0].Operation, Phase = AuditPhase.Done, Who = "developer", Detail = "It takes no new jobs." });

        await browser.Page.GotoAsync("/admin/confirm?action=unpause&target=*");
        await fixture.Until(picture => picture.Readings.Newest.Any(reading => reading.View.Draining));
        await browser.Page.ReloadAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 of 1 provider resumed.");
        (await View()).Draining.Should().BeFalse();
        browser.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_may_only_look_finds_no_button_and_is_refused_on_the_way_around()
    {
        await using var browser = await fixture.SignIn(AdminFixture.ViewerKey);
        await browser.Page.GotoAsync($"/admin/providers/{Provider}");
        (await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Drain…" }).CountAsync()).Should().Be(0);

        var page = await browser.Page.APIRequest.GetAsync($"/admin/confirm?action=drain&target={Provider}", new() { MaxRedirects = 0 });
        page.Status.Should().Be((int)HttpStatusCode.Forbidden);
        var token = await browser.Page.Locator("input[name=__RequestVerificationToken]").First.InputValueAsync();
        (await Post(browser, token)).Status.Should().Be((int)HttpStatusCode.Forbidden);
        (await View()).Draining.Should().BeFalse();
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        await using var browser = await fixture.SignIn();

        (await Post(browser, token: null)).Status.Should().Be((int)HttpStatusCode.BadRequest);

        (await View()).Draining.Should().BeFalse();
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_key_nor_keeps_guessing()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = fixture.Address };
        foreach (var path in new[] { "/admin", "/admin/live", "/admin/export/jobs.csv", "/admin/traces/a.jsonl", "/admin/confirm" })
        {
            using var answer = await http.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.ToString().Should().Contain("/admin/login?back=");
        }

        await using var browser = await AdminBrowser.Open(fixture.Browser, fixture.Address, ColorScheme.Light);
        await browser.Page.GotoAsync("/admin/login");
        await browser.Page.GetByLabel("Your key").FillAsync("wrong");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody has this key.");
    }

    [Fact]
    public async Task Tables_come_as_files_with_exact_values()
    {
        await fixture.Ask();
        var job = (await fixture.Until(picture => picture.Jobs.Newest.Any(job => job.Charge is not null))).Jobs.Newest.First(job => job.Charge is not null);
        await using var browser = await fixture.SignIn();

        var answer = await browser.Page.APIRequest.GetAsync("/admin/export/jobs.csv");

        answer.Headers["content-type"].Should().Be("text/csv; charset=utf-8");
        answer.Headers["content-disposition"].Should().Be("attachment; filename=\"jobs.csv\"");
        var lines = (await answer.TextAsync()).Split("\r\n");
        lines[0].Should().Be("Job,State,Model,Provider,Channel,Prompt (tokens),Completion (tokens),First token (ms),Took (ms),Charge (nanoTON),Started");
        lines.Should().ContainSingle(line => line.StartsWith(job.Id.ToString(), StringComparison.Ordinal))
            .Which.Should().Contain($",charged,tiny-jane,{Provider},").And.Contain($",{job.Tokens.Delivered},").And.Contain($",{job.Charge!.Value.Value},");
        (await (await browser.Page.APIRequest.GetAsync("/admin/export/offers.csv")).TextAsync()).Should().Contain(AdminFixture.HostileRegion.Replace("\"", "\"\"", StringComparison.Ordinal));
        (await browser.Page.APIRequest.GetAsync("/admin/export/secrets.csv")).Status.Should().Be(404);
    }

    [Fact]
    public async Task The_audit_log_goes_on_over_many_records_and_forgets_nothing()
    {
        var log = fixture.Market.Node.Grains.AuditLog();
        var before = (await Trail()).Length;
        var note = new AuditNote("", AuditPhase.Asked, "ann", "test", "", "");
        for (var i = 0; i < AuditChunk.Size + 3; i++) await log.Append(note with { Operation = $"many-{i}" });

        var (chunks, broken) = await fixture.Services.GetRequiredService<AuditTrail>().Read();
        broken.Should().BeNull();
        chunks.Should().HaveCountGreaterThan(1);
        chunks.SelectMany(chunk => chunk.Entries).Should().HaveCount(before + AuditChunk.Size + 3);
    }

    private Task<IAPIResponse> Post(AdminBrowser browser, string? token)
    {
        var form = browser.Page.APIRequest.CreateFormData();
        form.Set("action", "drain").Set("target", Provider).Set("operation", new string('a', 32)).Set("reason", "");
        if (token is not null) form.Set("__RequestVerificationToken", token);
        return browser.Page.APIRequest.PostAsync("/admin/act", new() { Form = form, MaxRedirects = 0 });
    }

    private async Task<Cocoon.Grains.Providers.ProviderView> View() => await fixture.Market.Node.Grains.Provider(fixture.Market.Network.Provider.Address).View();

    private async Task<AuditEntry[]> Trail() => [.. (await fixture.Services.GetRequiredService<AuditTrail>().Read()).Chunks.SelectMany(chunk => chunk.Entries)];
}
