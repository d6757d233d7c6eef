using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Admin;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Health;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Models;
using Cocoon.Gateway.Providers;
using Cocoon.Gateway.Receipts;
using Cocoon.Gateway.Sealed;
using Cocoon.Gateway.Trust;
using Cocoon.Grains.Trust;
using Cocoon.Ton.Crypto;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Hosting;

/// <summary>Adds the OpenAI-compatible gateway to a web host. It keeps no state of its own, so any number may run.</summary>
public static class CocoonGateway
{
    public static IServiceCollection AddCocoonGateway(this IServiceCollection services, Action<GatewayOptions> configure)
    {
        services.AddOptions<GatewayOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEntropy, SystemEntropy>();
        services.TryAddSingleton(Ed25519.Default);
        services.AddSingleton<MarketCache>();
        services.AddSingleton<PromptBound>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<JobStarter>();
        services.TryAddSingleton<IPolicySource, MarketPolicy>();
        services.AddMachineVerifier();
        services.AddSingleton<ProviderTrust>();
        services.AddSingleton<PromptSealer>();
        services.AddSingleton<SealedJobsEndpoint>();
        services.AddSingleton<VoucherKeeper>();
        services.AddSingleton<ChatEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<ChannelEndpoint>();
        services.AddSingleton<ReceiptEndpoint>();
        services.AddSingleton<AccountEndpoint>();
        services.AddSingleton<EarningsEndpoint>();
        services.AddSingleton<AdminEndpoint>();
        services.AddSingleton<ErrorHandling>();
        return services;
    }

    public static void MapCocoonGateway(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var errors = services.GetRequiredService<ErrorHandling>();
        var models = services.GetRequiredService<ModelsEndpoint>();
        var account = services.GetRequiredService<AccountEndpoint>();
        var channel = services.GetRequiredService<ChannelEndpoint>();
        var receipts = services.GetRequiredService<ReceiptEndpoint>();
        var admin = services.GetRequiredService<AdminEndpoint>();
        var sealedJobs = services.GetRequiredService<SealedJobsEndpoint>();

        Map("POST", "/v1/chat/completions", services.GetRequiredService<ChatEndpoint>().Complete);
        Map("POST", "/cocoon/v1/jobs", sealedJobs.Start);
        Map("POST", "/cocoon/v1/jobs/{job}/run", sealedJobs.Run);
        Map("DELETE", "/cocoon/v1/jobs/{job}", sealedJobs.GiveBack);
        Map("GET", "/v1/models", models.List);
        Map("GET", "/v1/models/{id}", models.Get);
        Map("GET", "/cocoon/v1/account", account.View);
        Map("POST", "/cocoon/v1/account/keys", account.AddKey);
        Map("POST", "/cocoon/v1/account/keys/{id}/revoke", account.RevokeKey);
        Map("GET", "/cocoon/v1/channel", channel.View);
        Map("POST", "/cocoon/v1/channel/refresh", channel.Refresh);
        Map("POST", "/cocoon/v1/vouchers", channel.AcceptVoucher);
        Map("POST", "/cocoon/v1/channel/withdrawals", channel.Withdraw);
        Map("POST", "/cocoon/v1/channel/drain", channel.Drain);
        Map("POST", "/cocoon/v1/channel/reopen", channel.Reopen);
        Map("POST", "/cocoon/v1/channel/close", channel.Close);
        Map("GET", "/cocoon/v1/receipts/{job}", receipts.Get);
        Map("GET", "/cocoon/v1/receipts/{job}/file", receipts.GetFile);
        Map("GET", "/cocoon/v1/providers/{provider}/earnings", services.GetRequiredService<EarningsEndpoint>().Get);
        Map("GET", "/cocoon/v1/admin/settlement", admin.List);
        Map("POST", "/cocoon/v1/admin/settlement/{shard}/settle", admin.Settle);
        Map("POST", "/cocoon/v1/admin/settlement/{shard}/reconcile", admin.Reconcile);
        Map("POST", "/cocoon/v1/admin/settlement/{shard}/resolve", admin.Resolve);
        Map("GET", "/cocoon/v1/admin/settlement/{shard}/batches/{seqno}", admin.Batch);
        routes.Map("/v1/{**rest}", errors.Wrap(ErrorHandling.NotFound));
        routes.Map("/cocoon/{**rest}", errors.Wrap(ErrorHandling.NotFound));
        HealthEndpoints.Map(routes);

        void Map(string method, string pattern, RequestDelegate handler) => routes.MapMethods(pattern, [method], errors.Wrap(handler));
    }
}
