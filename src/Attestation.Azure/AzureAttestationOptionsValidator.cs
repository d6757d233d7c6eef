using Microsoft.Extensions.Options;

namespace Cocoon.Attestation.Azure;

internal sealed class AzureAttestationOptionsValidator : IValidateOptions<AzureAttestationOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, AzureAttestationOptions options)
    {
        var failures = new List<string>();
        if (options.Endpoint is not { IsAbsoluteUri: true } endpoint)
            failures.Add("AzureAttestation:Endpoint is missing. Set it to your instance, such as https://sharedweu.weu.attest.azure.net.");
        else
        {
            if (endpoint.Scheme != Uri.UriSchemeHttps && !(endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)) failures.Add("AzureAttestation:Endpoint must be https: the keys it gives are trusted because of the connection.");
            if (endpoint.PathAndQuery != "/" || endpoint.Fragment.Length > 0 || endpoint.UserInfo.Length > 0) failures.Add("AzureAttestation:Endpoint must be scheme and host only. Remove path, query and user.");
        }
        if (string.IsNullOrEmpty(options.ApiVersion) || !options.ApiVersion.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')) failures.Add("AzureAttestation:ApiVersion must be a date such as 2025-06-01.");
        if (options.MaxAttempts is < 1 or > 10) failures.Add("AzureAttestation:MaxAttempts must lie between 1 and 10.");
        if (options.FirstDelay <= TimeSpan.Zero || options.FirstDelay > options.MaxDelay) failures.Add("AzureAttestation:FirstDelay must be more than zero and at most MaxDelay.");
        if (options.MaxDelay > Longest) failures.Add("AzureAttestation:MaxDelay must be at most 5 minutes.");
        if (options.AttemptTimeout <= TimeSpan.Zero || options.AttemptTimeout > Longest) failures.Add("AzureAttestation:AttemptTimeout must lie between zero and 5 minutes.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
