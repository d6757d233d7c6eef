using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cocoon.Attestation.Azure.Tests;

public sealed class AzureAttestationOptionsTests
{
    public static TheoryData<Action<AzureAttestationOptions>, string> Wrong() => new()
    {
        { options => options.Endpoint = null, "*Endpoint is missing*sharedweu*" },
        { options => options.Endpoint = new Uri("http://sharedweu.weu.attest.azure.net"), "*must be https*" },
        { options => options.Endpoint = new Uri("https://sharedweu.weu.attest.azure.net/certs"), "*host only*" },
        { options => options.Endpoint = new Uri("https://user@sharedweu.weu.attest.azure.net"), "*host only*" },
        { options => options.ApiVersion = "2025&x=1", "*ApiVersion*date*" },
        { options => options.MaxAttempts = 0, "*MaxAttempts*between*" },
        { options => options.MaxAttempts = 11, "*MaxAttempts*between*" },
        { options => options.FirstDelay = TimeSpan.Zero, "*FirstDelay*more than zero*" },
        { options => options.FirstDelay = TimeSpan.FromSeconds(6), "*FirstDelay*at most MaxDelay*" },
        { options => options.MaxDelay = TimeSpan.FromHours(1), "*MaxDelay*5 minutes*" },
        { options => options.AttemptTimeout = TimeSpan.Zero, "*AttemptTimeout*between*" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Wrong_settings_are_told_by_name_with_what_to_do(Action<AzureAttestationOptions> change, string message)
    {
        using var services = Services(change);

        services.Invoking(provider => provider.GetRequiredService<IAzureAttestation>()).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public void Good_settings_give_one_client_for_tokens_and_keys()
    {
        using var services = Services(_ => { });

        services.GetRequiredService<IAzureKeys>().Should().BeSameAs(services.GetRequiredService<IAzureAttestation>());
    }

    private static ServiceProvider Services(Action<AzureAttestationOptions> change) => new ServiceCollection().AddAzureAttestation(options =>
    {
        options.Endpoint = new Uri("https://sharedweu.weu.attest.azure.net");
        change(options);
    }).BuildServiceProvider();
}
