using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Admin;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Completions;
using Cocoon.Gateway.Embeddings;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Limits;
using Cocoon.Gateway.Login;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Models;
using Cocoon.Gateway.Providers;
using Cocoon.Gateway.Quotes;
using Cocoon.Gateway.Receipts;
using Cocoon.Gateway.Replay;
using Cocoon.Gateway.Responses;
using Cocoon.Gateway.Routing;
using Cocoon.Gateway.Sealed;
using Cocoon.Gateway.Trust;
using Cocoon.Grains.Quotes;
using Cocoon.Grains.Routing;
using Cocoon.Grains.Trust;
using Cocoon.Ton.Crypto;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
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
        AddJobs(services);
        AddOpenAi(services);
        AddAccounts(services);
        AddLimits(services);
        return services;
    }

    public static void MapCocoonGateway(this IEndpointRouteBuilder routes) => new GatewayRoutes(routes).Map();

    /// <summary>From a request to a job on a machine that was found good.</summary>
    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton<MarketCache>();
        services.AddSingleton<ReferenceCache>();
        services.AddMetrics();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OfferBook>(provider, provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default));
        services.AddSingleton<RouteBook>();
        services.AddSingleton(provider => new JobRouter(provider.GetRequiredService<OfferBook>(), provider.GetRequiredService<RouteBook>(), Random.Shared, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<QueueMeters>();
        services.AddSingleton<WaitingRoom>();
        services.AddSingleton<RouteLog>();
        services.AddSingleton<Hedge>();
        services.AddSingleton<WhyEndpoint>();
        services.AddSingleton<PromptBound>();
        services.AddSingleton<WishReader>();
        services.AddSingleton<QuoteDesk>();
        services.AddSingleton<QuotesEndpoint>();
        services.AddSingleton<JobStarter>();
        services.TryAddSingleton<IPolicySource, MarketPolicy>();
        services.AddMachineVerifier();
        services.AddSingleton<ProviderTrust>();
        services.AddSingleton<PromptSealer>();
        services.AddSingleton<SealedJobsEndpoint>();
        services.AddSingleton<AnswerStarter>();
    }

    /// <summary>What OpenAI's clients call.</summary>
    private static void AddOpenAi(IServiceCollection services)
    {
        services.AddSingleton<AnswerDelivery>();
        services.AddSingleton<ChatEndpoint>();
        services.AddSingleton<CompletionsEndpoint>();
        services.AddSingleton<EmbeddingsEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<AnswerReplay>();
        services.AddSingleton<ResponseStore>();
        services.AddSingleton<ResponseDelivery>();
        services.AddSingleton<BackgroundResponses>();
        services.AddHostedService(provider => provider.GetRequiredService<BackgroundResponses>());
        services.AddSingleton<ResponsesEndpoint>();
        services.AddSingleton<KeptResponsesEndpoint>();
    }

    /// <summary>Who pays, by which key, and what was paid for.</summary>
    private static void AddAccounts(IServiceCollection services)
    {
        services.AddSingleton<Authenticator>();
        services.AddSingleton<KeyGate>();
        services.AddSingleton<VoucherKeeper>();
        services.AddSingleton<ChannelEndpoint>();
        services.AddSingleton<ReceiptEndpoint>();
        services.AddSingleton<AccountEndpoint>();
        services.AddSingleton<KeysEndpoint>();
        services.AddSingleton<LoginPayloads>();
        services.AddSingleton<ProofChecker>();
        services.AddSingleton<LoginEndpoint>();
        services.AddSingleton<EarningsEndpoint>();
        services.AddSingleton<StandingEndpoint>();
        services.AddSingleton<MarketEndpoint>();
        services.AddSingleton<ProviderMarket>();
        services.AddSingleton<ProviderEndpoint>();
        services.AddSingleton<IncomeEndpoint>();
        services.AddSingleton<OwnEarningsEndpoint>();
        services.AddSingleton<TermsEndpoint>();
        services.AddSingleton<AdminEndpoint>();
    }

    /// <summary>What keeps one caller from taking all there is.</summary>
    private static void AddLimits(IServiceCollection services)
    {
        services.AddSingleton<ErrorHandling>();
        services.AddSingleton<CompressedBodies>();
        services.AddSingleton<ConnectionLimits>();
        services.AddSingleton<CrossOrigin>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<ConnectionLimits>());
        services.AddSingleton<RequestGate>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestGate>());
    }
}
