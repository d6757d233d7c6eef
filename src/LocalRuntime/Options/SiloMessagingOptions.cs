using System.Diagnostics.CodeAnalysis;

namespace Orleans.Configuration;

/// <summary>How calls wait, and how many may.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "The names are part of Orleans' API.")]
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>
    /// Most calls waiting for or running in one activation; more fail with <see cref="Runtime.LimitExceededException"/>.
    /// Default: 0, no limit.
    /// </summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>The same for stateless workers. Default: 0, no limit.</summary>
    public int MaxEnqueuedRequestsHardLimit_StatelessWorker { get; set; }
}
