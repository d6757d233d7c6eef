using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Limits;
using Cocoon.Gateway.Providers;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cocoon.Cli.Host;

/// <summary>Makes the gateway's options from settings that were found good.</summary>
internal static class GatewayMapping
{
    public static void Apply(GatewayOptions options, CocoonSettings settings, GatewaySettings gateway)
    {
        options.Registry = AccountAddress.Parse(settings.Chain.Registry!);
        options.MaxBodyBytes = gateway.MaxBodyBytes;
        options.MaxRequests = gateway.MaxRequests;
        options.DrainTime = TimeSpan.FromSeconds(settings.Silo.DrainSeconds);
        options.DefaultMaxTokens = gateway.DefaultMaxTokens;
        options.JobTimeout = TimeSpan.FromSeconds(gateway.JobTimeoutSeconds);
        options.BatchTimeout = TimeSpan.FromMinutes(gateway.BatchTimeoutMinutes);
        options.SnapshotAge = TimeSpan.FromMilliseconds(gateway.SnapshotMilliseconds);
        options.QueueTime = TimeSpan.FromSeconds(gateway.QueueSeconds);
        options.MaxQueued = gateway.MaxQueued;
        options.KeepAlive = TimeSpan.FromSeconds(gateway.KeepAliveSeconds);
        options.ResponseRetention = TimeSpan.FromMinutes(gateway.ResponseRetentionMinutes);
        options.ModelFolders = gateway.ModelFolders;
        options.Playground = gateway.Playground;
        options.MaxCompletionTokens = gateway.MaxCompletionTokens;
        options.CorsOrigins = gateway.CorsOrigins;
        options.Login.Domains = gateway.LoginDomains;
        if (gateway.LoginSecretFile is { } secret) options.Login.Secret = Convert.FromHexString(KeyFile.ReadSecret(secret));
        options.Http = Http(gateway.Http);
        if (gateway.Stake is { } stake) options.Stake = Stake(stake);
        if (gateway.AdminKeyHash is { } hash) options.AdminKeyHash = HexBytes.Parse(hash);
        if (gateway.VoucherKeeper is { } keeper)
            options.VoucherKeeper = new VoucherKeeperOptions { Channel = AccountAddress.Parse(keeper.Channel!), Key = KeyFile.ReadKey(keeper.KeyFile!), DailyLimit = HostSettings.Ton(keeper.DailyLimit!.Value) };
    }

    /// <summary>The gateway's own listener.</summary>
    public static void Listen(KestrelServerOptions kestrel, GatewaySettings gateway) =>
        kestrel.ListenForGateway(ListenEndpoint.TryParse(gateway.Listen, gateway.Tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)!, gateway.Tls is not { } tls ? null : new TlsOptions
        {
            CertificateFile = tls.CertificateFile!,
            KeyFile = tls.KeyFile,
            Password = tls.PasswordFile is { } password ? KeyFile.ReadSecret(password) : null,
        });

    private static StakeOptions Stake(StakeSettings stake) => new()
    {
        Slasher = AccountAddress.Parse(stake.Slasher!),
        Arbiter = AccountAddress.Parse(stake.Arbiter!),
        Beneficiary = AccountAddress.Parse(stake.Beneficiary!),
        Unbonding = TimeSpan.FromHours(stake.UnbondingHours),
        SlashDelay = TimeSpan.FromHours(stake.SlashHours),
        AppealTimeout = TimeSpan.FromHours(stake.AppealHours),
        Least = HostSettings.Ton(stake.LeastTon),
    };

    private static HttpLimitOptions Http(HttpLimitSettings http) => new()
    {
        MaxHeaderBytes = http.MaxHeaderBytes,
        MaxConnections = http.MaxConnections,
        MaxRequestsPerConnection = http.MaxRequestsPerConnection,
        MinUploadRate = http.MinUploadRate,
        MinDownloadRate = http.MinDownloadRate,
        SlowGrace = TimeSpan.FromSeconds(http.SlowGraceSeconds),
        MaxInflation = http.MaxInflation,
    };
}
