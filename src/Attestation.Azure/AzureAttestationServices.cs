using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cocoon.Attestation.Azure;

/// <summary>Registers the client of Azure Attestation with a host.</summary>
public static class AzureAttestationServices
{
    /// <summary>Adds <see cref="IAzureAttestation"/> as a singleton; wrong settings stop the host at start.</summary>
    public static IServiceCollection AddAzureAttestation(this IServiceCollection services, Action<AzureAttestationOptions> configure)
    {
        services.AddOptions<AzureAttestationOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureAttestationOptions>, AzureAttestationOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        // Attempts have their own limit. A redirect would let another host say what the issuer's keys are.
        services.AddHttpClient(nameof(AzureAttestationClient), http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        services.AddSingleton<IAzureAttestation>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<AzureAttestationOptions>>().Value;
            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(AzureAttestationClient));
            return new AzureAttestationClient(new AzureTransport(http, options, provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble), options);
        });
        services.AddSingleton<IAzureKeys>(provider => provider.GetRequiredService<IAzureAttestation>());
        return services;
    }
}
