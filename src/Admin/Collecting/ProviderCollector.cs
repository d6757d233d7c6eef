using Cocoon.Admin.Market;
using Cocoon.Admin.Sheets;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Grains;
using Microsoft.Extensions.Logging;

namespace Cocoon.Admin.Collecting;

/// <summary>Reads providers' records, a few at a time, the one read longest ago first. Called by one loop only.</summary>
internal sealed partial class ProviderCollector(
    IGrainFactory grains, PictureKeeper keeper, TimeProvider time, ILogger<ProviderCollector> logger, IMachineVerifier? verifier = null)
{
    /// <summary>Providers read in one round.</summary>
    public const int PerRound = 4;

    /// <summary>A record is read again after this time; with many providers, later.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(5);

    /// <summary>Evidence is looked at again after this time: it is large, and its verdict takes work.</summary>
    private static readonly TimeSpan EvidenceAge = TimeSpan.FromMinutes(1);

    public async Task Read()
    {
        var (picture, now) = (keeper.Current, time.GetUtcNow());
        var due = ProviderSheet.Ids(picture).Select(id => (Id: id, picture.Readings.Find(id)?.At))
            .Where(provider => provider.At is null || now - provider.At >= MinAge).OrderBy(provider => provider.At).Take(PerRound);
        await Task.WhenAll(due.Select(provider => Read(provider.Id)));
    }

    private async Task Read(AccountAddress provider)
    {
        try
        {
            var view = await grains.Provider(provider).View();
            var verdict = await Verdict(provider, keeper.Current.Readings.Find(provider)?.Checked);
            keeper.Change(picture => picture.With(new ProviderReading(view, time.GetUtcNow(), verdict)));
        }
        catch (Exception e) when (e is RefusedException or OrleansException or TimeoutException)
        {
            LogUnread(provider, e.GetType().Name, e.Message);
        }
    }

    private async Task<AppraisalResult?> Verdict(AccountAddress provider, AppraisalResult? known)
    {
        var now = time.GetUtcNow();
        if (verifier is null || known is not null && now - known.At < EvidenceAge) return known;
        try
        {
            return EvidenceBundle.TryDecode(await grains.Provider(provider).Evidence()) is { } bundle
                ? await verifier.Appraise(bundle, new BindingExpectation(provider, IsRelayed: true), now)
                : null;
        }
        catch (RefusedException)
        {
            // The grain has come up anew and waits for the evidence; there is none to look at.
            return null;
        }
    }

    [LoggerMessage(2612, LogLevel.Debug, "Provider {Provider} could not be read for the admin pages: {Error} {Reason}")]
    private partial void LogUnread(AccountAddress provider, string error, string reason);
}
