namespace Orleans.Configuration;

/// <summary>Names this deployment; kept for hosts that set it, with no effect in one process.</summary>
public class ClusterOptions
{
    public string ClusterId { get; set; } = "default";

    public string ServiceId { get; set; } = "default";
}
