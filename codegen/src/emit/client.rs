//! The client, and the description of the service.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, sentences};
use super::operations::client_method;
use super::schemas::traits;
use super::scope::{Scope, ident};
use crate::plan::Plan;

/// The items of the client's file.
pub(super) fn client(scope: &Scope<'_>, docs: &Docs, plan: &Plan) -> Vec<TokenStream> {
    let service = docs.service();
    let head = sentences(&format!(
        "A client of {service}: async as [`Client`], blocking as [`BlockingClient`].\n\n\
         Cheap to clone; clones share their connections."
    ));
    let async_head = sentences(&format!("An async client of {service}."));
    let blocking_head = sentences(&format!("A blocking client of {service}."));
    let methods = plan.operations.values().map(|operation| client_method(scope, docs, operation));
    for item in ["ServiceError", "Error"] {
        scope.item("crate::error", item);
    }
    scope.item("crate::service", "SERVICE");
    for item in ["client::Core", "client::Transport", "client::blocking", "config::Config"] {
        scope.runtime(item);
    }
    scope.runtime("Fake");
    scope.runtime("Operation");
    scope.std("std::sync::Arc");
    vec![
        quote! {
            #head
            #[derive(Clone, Debug)]
            pub struct ClientOf<C> {
                core: C,
            }
        },
        // Two names rather than one with a default: `Client::new` has to mean one of them even
        // where some other crate has asked for both.
        quote!(#async_head pub type Client = ClientOf<Core>;),
        quote!(#blocking_head pub type BlockingClient = ClientOf<blocking::Core>;),
        async_client(),
        blocking_client(),
        quote!(impl<C> ClientOf<C> { #(#methods)* }),
        from_fake(&quote!(Client), &quote!(Core)),
        from_fake(&quote!(BlockingClient), &quote!(blocking::Core)),
        call(),
        quote! {
            impl<C, O> Call<'_, C, O> {
                /// The input, to keep or to send in another way.
                pub fn into_input(self) -> O {
                    self.input
                }
            }
        },
        async_send(),
        blocking_send(),
    ]
}

fn async_client() -> TokenStream {
    quote! {
        impl Client {
            /// A client with the settings of the environment and the profile files, as the AWS
            /// tools find them.
            ///
            /// # Errors
            /// If something that is set there cannot be used. A missing region or missing
            /// credentials are reported by the first call, before it sends anything.
            #[cfg(feature = "client")]
            #[inline]
            pub async fn from_env() -> Result<Self, Error> {
                Ok(Self::new(Config::from_env()?))
            }

            /// A client with these settings.
            #[cfg(feature = "client")]
            #[inline]
            pub fn new(config: Config) -> Self {
                Self { core: Core::new(&SERVICE, config) }
            }

            /// A client over that transport.
            #[inline]
            pub fn with_transport(config: Config, transport: Arc<dyn Transport>) -> Self {
                Self { core: Core::with_transport(&SERVICE, config, transport) }
            }

            /// Sends an input and waits for the output.
            ///
            /// The future may be dropped at any time; whether the service has carried out the
            /// call is unknown then.
            ///
            /// # Errors
            /// [`Error`] tells what failed.
            pub async fn send<O>(&self, input: O) -> Result<O::Output, Error>
            where
                O: Operation<Error = ServiceError>,
            {
                self.core.send(input).await
            }
        }
    }
}

fn blocking_client() -> TokenStream {
    quote! {
        impl BlockingClient {
            /// A client with the settings of the environment and the profile files, as the AWS
            /// tools find them.
            ///
            /// # Errors
            /// If something that is set there cannot be used. A missing region or missing
            /// credentials are reported by the first call, before it sends anything.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn from_env() -> Result<Self, Error> {
                Ok(Self::new(Config::from_env()?))
            }

            /// A client with these settings.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn new(config: Config) -> Self {
                Self { core: blocking::Core::new(&SERVICE, config) }
            }

            /// A client over that transport.
            #[inline]
            pub fn with_transport(
                config: Config,
                transport: Arc<dyn blocking::Transport>,
            ) -> Self {
                Self { core: blocking::Core::with_transport(&SERVICE, config, transport) }
            }

            /// Sends an input and waits for the output.
            ///
            /// # Errors
            /// [`Error`] tells what failed.
            pub fn send<O>(&self, input: O) -> Result<O::Output, Error>
            where
                O: Operation<Error = ServiceError>,
            {
                self.core.send(input)
            }
        }
    }
}

fn from_fake(client: &TokenStream, core: &TokenStream) -> TokenStream {
    quote! {
        /// A client of a stand-in, for tests.
        impl From<Fake> for #client {
            #[inline]
            fn from(fake: Fake) -> Self {
                Self { core: #core::of_fake(&SERVICE, fake) }
            }
        }
    }
}

fn call() -> TokenStream {
    quote! {
        /// A call that is not sent yet. Its setters set the members of the input that are not
        /// required.
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct Call<'a, C, O> {
            pub(crate) client: &'a ClientOf<C>,
            pub(crate) input: O,
        }
    }
}

fn async_send() -> TokenStream {
    quote! {
        impl<O: Operation<Error = ServiceError>> Call<'_, Core, O> {
            /// Sends the call and waits for the output, as [`Client::send`] does.
            ///
            /// # Errors
            /// [`Error`] tells what failed.
            pub async fn send(self) -> Result<O::Output, Error> {
                self.client.send(self.input).await
            }
        }
    }
}

fn blocking_send() -> TokenStream {
    quote! {
        impl<O: Operation<Error = ServiceError>> Call<'_, blocking::Core, O> {
            /// Sends the call and waits for the output.
            ///
            /// # Errors
            /// [`Error`] tells what failed.
            pub fn send(self) -> Result<O::Output, Error> {
                self.client.send(self.input)
            }
        }
    }
}

/// The static that describes the service.
pub(super) fn service(scope: &Scope<'_>, docs: &Docs, plan: &Plan) -> TokenStream {
    let service = &plan.service;
    let schema = scope.runtime("ServiceSchema");
    let protocol = scope.runtime(&format!("protocol::{}", service.protocol.name));
    let traits = traits(scope, "ServiceTrait", &service.traits);
    let docs = sentences(&format!("What is known of {}.", docs.service()));
    let fields = [
        ("id", &service.id),
        ("name", &service.name),
        ("version", &service.version),
        ("endpoint_prefix", &service.endpoint_prefix),
        ("signing_name", &service.signing_name),
        ("target_prefix", &service.target_prefix),
    ];
    let fields = fields.iter().map(|(field, value)| {
        let field = ident(field);
        quote!(#field: #value)
    });
    quote! {
        #docs
        pub static SERVICE: #schema = #schema { #(#fields,)* protocol: &#protocol, traits: #traits };
    }
}
