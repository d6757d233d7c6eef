namespace Cocoon.Silo.Settings;

internal static class GatewayChecks
{
    public static IEnumerable<string> Of(GatewaySettings gateway) =>
    [
        .. Listen(gateway),
        .. Checks.Between("Cocoon:Gateway:MaxBodyBytes", gateway.MaxBodyBytes, 1024, 64 * 1024 * 1024, " bytes"),
        .. Checks.Between("Cocoon:Gateway:MaxRequests", gateway.MaxRequests, 1, 1_000_000),
        .. Checks.Between("Cocoon:Gateway:DefaultMaxTokens", gateway.DefaultMaxTokens, 1, int.MaxValue),
        .. Checks.Between("Cocoon:Gateway:MaxCompletionTokens", gateway.MaxCompletionTokens, Math.Max(1, gateway.DefaultMaxTokens), int.MaxValue),
        .. Checks.Between("Cocoon:Gateway:JobTimeoutSeconds", gateway.JobTimeoutSeconds, 5, 3_600, " s"),
        .. Checks.Between("Cocoon:Gateway:BatchTimeoutMinutes", gateway.BatchTimeoutMinutes, 1, 1_440, " minutes"),
        .. Checks.Between("Cocoon:Gateway:SnapshotMilliseconds", gateway.SnapshotMilliseconds, 0, 60_000, " ms"),
        .. Checks.Between("Cocoon:Gateway:QueueSeconds", gateway.QueueSeconds, 0, 600, " s"),
        .. Checks.Between("Cocoon:Gateway:MaxQueued", gateway.MaxQueued, 4, 100_000),
        .. Checks.Between("Cocoon:Gateway:KeepAliveSeconds", gateway.KeepAliveSeconds, 1, 300, " s"),
        .. Checks.Between("Cocoon:Gateway:ResponseRetentionMinutes", gateway.ResponseRetentionMinutes, 1, 43_200),
        .. gateway.ModelFolders.SelectMany((folder, i) => Checks.Folder($"Cocoon:Gateway:ModelFolders:{i}", folder)),
        .. gateway.AdminKeyHash is { } hash ? Checks.Hash("Cocoon:Gateway:AdminKeyHash", hash) : [],
        .. gateway.VoucherKeeper is { } keeper ? Keeper(keeper) : [],
        .. gateway.Stake is { } stake ? StakeChecks.Of(stake) : [],
        .. GatewayWebChecks.Of(gateway),
    ];

    private static IEnumerable<string> Listen(GatewaySettings gateway)
    {
        var scheme = gateway.Tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        if (ListenEndpoint.TryParse(gateway.Listen, scheme) is null)
            yield return $"Cocoon:Gateway:Listen is '{gateway.Listen}'; it takes {scheme}://ADDRESS:PORT {(gateway.Tls is null ? "without" : "with")} Tls, with an IP address or localhost, such as {scheme}://127.0.0.1:8080.";
    }

    private static IEnumerable<string> Keeper(VoucherKeeperSettings keeper) =>
    [
        .. Checks.Address("Cocoon:Gateway:VoucherKeeper:Channel", keeper.Channel, "the channel's address"),
        .. Checks.One(KeyFile.WhyNotKey("Cocoon:Gateway:VoucherKeeper:KeyFile", keeper.KeyFile)),
        .. Checks.Ton("Cocoon:Gateway:VoucherKeeper:DailyLimit", keeper.DailyLimit, mayBeZero: false),
    ];
}
