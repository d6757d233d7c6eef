using Cocoon.Attestation.Appraisals;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cocoon.Client;

/// <summary>Registers the client with a host.</summary>
public static class CocoonClientServices
{
    /// <summary>Adds <see cref="ICocoonClient"/> as a singleton; wrong settings stop the host at start.</summary>
    public static IServiceCollection AddCocoonClient(this IServiceCollection services, Action<CocoonClientOptions> configure)
    {
        services.AddOptions<CocoonClientOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CocoonClientOptions>, CocoonClientOptionsValidator>();
        services.TryAddSingleton(Ed25519.Default);
        // A stream may be quiet for long; cancellation tokens decide, not a timeout of the whole request.
        services.AddHttpClient(nameof(CocoonClient), http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton<ICocoonClient>(provider => new CocoonClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CocoonClient)),
            provider.GetRequiredService<IOptions<CocoonClientOptions>>().Value,
            provider.GetRequiredService<IEd25519>(),
            provider.GetService<IPromptCounter>(),
            provider.GetService<IMachineVerifier>(),
            provider.GetService<TimeProvider>()));
        return services;
    }
}
