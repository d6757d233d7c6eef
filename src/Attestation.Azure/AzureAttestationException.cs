using System.Net;

namespace Cocoon.Attestation.Azure;

/// <summary>Azure Attestation refused, did not answer in time, or answered something that is not its protocol.</summary>
public sealed class AzureAttestationException : Exception
{
    public AzureAttestationException(string message, HttpStatusCode? status = null, Exception? innerException = null) : base(message, innerException) => Status = status;

    /// <summary>The last answer's status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }
}
