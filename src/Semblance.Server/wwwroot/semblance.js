// <semblance-signin>: signing in with the face, inside another page. Documentation: docs/embedding.md of Semblance.
//
//     <script src="https://face.example/semblance.js"></script>
//     <semblance-signin></semblance-signin>
//
// It shows the service's own page in a frame: pictures of the camera never pass through the page around it.

(() => {
    // A module has no currentScript; then the attribute service says where the service lies.
    const script = document.currentScript?.src;

    class SemblanceSignIn extends HTMLElement {
        static observedAttributes = ['theme'];
        #frame = null;
        #hear = event => this.#take(event);

        connectedCallback() {
            const service = this.getAttribute('service') ?? script;
            if (!service)
                throw new Error('<semblance-signin> needs the attribute service: the address of Semblance.');
            this.address = new URL('embed', service);
            this.#frame = document.createElement('iframe');
            this.#frame.title = this.getAttribute('label') ?? 'Semblance';
            this.#frame.allow = `camera ${this.address.origin}; fullscreen ${this.address.origin}`;
            Object.assign(this.#frame.style, { display: 'block', width: '100%', height: '32rem', border: '0', colorScheme: this.getAttribute('theme') ?? 'light dark' });
            this.#frame.src = this.address;
            window.addEventListener('message', this.#hear);
            this.append(this.#frame);
        }

        disconnectedCallback() {
            window.removeEventListener('message', this.#hear);
            this.#frame?.remove();
            this.#frame = null;
        }

        attributeChangedCallback() {
            if (this.#frame)
                this.#frame.style.colorScheme = this.getAttribute('theme') ?? 'light dark';
        }

        #take({ source, origin, data }) {
            if (source !== this.#frame?.contentWindow || origin !== this.address.origin || typeof data?.semblance !== 'string')
                return;
            switch (data.semblance) {
                case 'ready':
                    // The link is for this one sign-in, and goes to the service alone.
                    this.#frame.contentWindow.postMessage({
                        semblance: 'begin', link: this.getAttribute('link'), nonce: this.getAttribute('nonce'), person: this.getAttribute('person'), language: this.getAttribute('language'),
                        accent: getComputedStyle(this).getPropertyValue('--semblance-accent').trim(),
                    }, this.address.origin);
                    break;
                case 'size':
                    this.#frame.style.height = `${Math.max(240, Number(data.height))}px`;
                    break;
                case 'result': {
                    const { outcome, person, token, expires, reasonCodes } = data;
                    this.dispatchEvent(new CustomEvent('semblance-result', { bubbles: true, composed: true, detail: { outcome, person, token, expires, reasonCodes } }));
                    break;
                }
                case 'problem':
                    this.dispatchEvent(new CustomEvent('semblance-problem', { bubbles: true, composed: true, detail: { code: data.code } }));
                    break;
            }
        }
    }

    if (!customElements.get('semblance-signin'))
        customElements.define('semblance-signin', SemblanceSignIn);
})();
