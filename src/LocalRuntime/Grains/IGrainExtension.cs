namespace Orleans.Runtime;

/// <summary>An interface that the runtime adds to activations beside their own.</summary>
public interface IGrainExtension : IAddressable;
