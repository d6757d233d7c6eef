namespace Cocoon.Attestation.Azure;

/// <summary>How to reach one instance of Azure Attestation.</summary>
public sealed class AzureAttestationOptions
{
    /// <summary>The instance, such as https://sharedweu.weu.attest.azure.net. Required.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Version of the REST API. Default: 2025-06-01, the first stable one with TDX.</summary>
    public string ApiVersion { get; set; } = "2025-06-01";

    /// <summary>Most requests for one call. Default: 4; more only makes an outage of the service slower to see.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Longest wait before the second request; doubles with each. Default: 200 ms.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait of all, also when the service asks for more. Default: 5 s.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for one request. Default: 15 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gives a Microsoft Entra token for https://attest.azure.net/.default; null for instances that ask for none. Default: null.</summary>
    public Func<CancellationToken, ValueTask<string>>? AccessToken { get; set; }
}
