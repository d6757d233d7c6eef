using Cocoon.Core.Accounts;

namespace Cocoon.Client.Cluster;

/// <summary>How an app that is a client of the cluster itself uses the market.</summary>
public sealed class ClusterClientOptions
{
    /// <summary>The registry contract, which the market's rules come from. Required.</summary>
    public AccountAddress Registry { get; set; }

    /// <summary>Most tokens of an answer to a request that sets no limit; less where the model's context is shorter. Default: 4,096.</summary>
    public int DefaultMaxTokens { get; set; } = 4_096;

    /// <summary>In which time a job must be over that sets no deadline. Default: 5 minutes.</summary>
    public TimeSpan JobTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
