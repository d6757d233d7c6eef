using Cocoon.Attestation.Appraisals;
using Cocoon.Client;
using Cocoon.Client.Ai;
using Cocoon.Client.Http;
using Cocoon.Client.Transport;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client with a host.</summary>
public static class CocoonClientServices
{
    /// <summary>Adds <see cref="ICocoonClient"/> as a singleton; wrong settings stop the host at start.</summary>
    public static IServiceCollection AddCocoonClient(this IServiceCollection services, Action<CocoonClientOptions> configure)
    {
        services.AddCocoonClient(Options.Options.DefaultName, configure, transport: null);
        return services.AddSingleton<ICocoonClient>(static provider => provider.GetRequiredKeyedService<CocoonClient>(Options.Options.DefaultName));
    }

    /// <summary>Adds <see cref="ICocoonClient"/> as a singleton with settings from configuration (<see cref="ClientConfiguration.Read"/>).</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">Such as the section "Cocoon".</param>
    public static IServiceCollection AddCocoonClient(this IServiceCollection services, IConfiguration section) =>
        services.AddCocoonClient(options => options.Read(section));

    /// <summary>Adds a keyed <see cref="ICocoonClient"/>, for hosts with several channels or markets.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The key, and the name of its options.</param>
    /// <param name="configure">Its settings.</param>
    public static IServiceCollection AddCocoonClient(this IServiceCollection services, string name, Action<CocoonClientOptions> configure) =>
        services.AddCocoonClient(name, configure, transport: null);

    /// <summary>Adds a keyed <see cref="ICocoonClient"/> over another transport than HTTP.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The key, and the name of its options; empty for a client without a key.</param>
    /// <param name="configure">Its settings.</param>
    /// <param name="transport">Makes the transport; null for a gateway over HTTP.</param>
    public static IServiceCollection AddCocoonClient(
        this IServiceCollection services, string name, Action<CocoonClientOptions> configure, Func<IServiceProvider, CocoonClientOptions, IMarketTransport>? transport)
    {
        services.AddOptions<CocoonClientOptions>(name).Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CocoonClientOptions>>(new CocoonClientOptionsValidator(name, needsEndpoint: transport is null));
        services.TryAddSingleton(Ed25519.Default);
        // A stream may be quiet for long; cancellation tokens decide, not a timeout of the whole request.
        services.AddHttpClient(HttpName(name), static http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<CocoonClientOptions>>().Get(name);
            return new CocoonClient(
                (transport ?? OverHttp(name))(provider, options), options, provider.GetRequiredService<IEd25519>(), provider.GetService<IPromptCounter>(),
                provider.GetService<IMachineVerifier>(), provider.GetService<TimeProvider>());
        });
        if (name.Length > 0) services.AddKeyedSingleton<ICocoonClient>(name, static (provider, key) => provider.GetRequiredKeyedService<CocoonClient>(key));
        return services;
    }

    /// <summary>Adds an <see cref="IChatClient"/> that buys from the market through the client added before.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="model">Model id, unless a call names another.</param>
    /// <param name="client">Which client, when it has a name.</param>
    public static IServiceCollection AddCocoonChatClient(this IServiceCollection services, string model, string? client = null) =>
        services.AddSingleton<IChatClient>(provider => Client(provider, client).AsChatClient(model));

    /// <summary>Adds an embedding generator that buys from the market through the client added before.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="model">Model id, unless a call names another.</param>
    /// <param name="client">Which client, when it has a name.</param>
    public static IServiceCollection AddCocoonEmbeddingGenerator(this IServiceCollection services, string model, string? client = null) =>
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider => Client(provider, client).AsEmbeddingGenerator(model));

    private static ICocoonClient Client(IServiceProvider provider, string? name) =>
        name is null ? provider.GetRequiredService<ICocoonClient>() : provider.GetRequiredKeyedService<ICocoonClient>(name);

    private static Func<IServiceProvider, CocoonClientOptions, IMarketTransport> OverHttp(string name) =>
        (provider, options) => new HttpTransport(provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpName(name)), options);

    private static string HttpName(string name) => $"{nameof(CocoonClient)}:{name}";
}
