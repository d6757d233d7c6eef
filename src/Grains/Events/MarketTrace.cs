using System.Diagnostics;
using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Events;

/// <summary>The spans of a job and of what follows from it. Without a listener they cost nothing and are null.</summary>
public static class MarketTrace
{
    /// <summary>Name of the activity source, for whoever listens.</summary>
    public const string Name = "Cocoon";

    /// <summary>Tag with the job's id.</summary>
    public const string JobTag = "cocoon.job";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>A part of a job's work, below whatever called.</summary>
    public static Activity? Start(string name, JobId job)
    {
        var span = Source.StartActivity(name);
        // The text of an id is made for those who read it only.
        if (span is { IsAllDataRequested: true }) span.SetTag(JobTag, job.ToString());
        return span;
    }
}
