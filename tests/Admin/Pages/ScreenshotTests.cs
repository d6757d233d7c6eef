using Microsoft.Playwright;

namespace Cocoon.Admin.Tests.Pages;

/// <summary>Makes the pictures of docs/screenshots anew when COCOON_SCREENSHOTS names that folder; otherwise only looks whether it could.</summary>
[Collection(AdminCollection.Name)]
public sealed class ScreenshotTests(AdminFixture fixture)
{
    private const int Busy = 40;

    [Fact]
    public async Task The_pages_fit_on_a_small_screen_and_on_a_picture()
    {
        for (var i = 0; i < (AdminFixture.Screenshots is null ? 1 : Busy); i++) await fixture.Ask();
        var picture = await fixture.Until(picture => picture.Jobs.Newest.Any(job => job.Charge is not null) && !picture.Offers.IsEmpty && !picture.Readings.Newest.All(reading => reading.Checked is null));
        var job = picture.Jobs.Newest.Last(job => job.Charge is not null).Id;
        if (AdminFixture.Screenshots is not null)
        {
            await fixture.Market.Node.Grains.GetGrain<Cocoon.Grains.Settlement.ISettlementGrain>("0").Settle();
            await fixture.Until(picture => picture.Batches.Newest.Any(batch => batch.ConfirmedAt is not null));
        }
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var browser = await fixture.SignIn(scheme: scheme);
            foreach (var (name, path) in new[] { ("overview", ""), ("job", $"/jobs/{job}"), ("providers", $"/providers/{fixture.Market.Network.Provider.Address.Raw}") })
            {
                await browser.Page.GotoAsync("/admin" + path);
                if (AdminFixture.Screenshots is { } folder)
                    await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = false });
                await browser.Page.SetViewportSizeAsync(400, 800);
                (await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(400, $"{name} must not scroll sideways on a telephone");
                await browser.Page.SetViewportSizeAsync(1360, 860);
            }
        }
    }
}
